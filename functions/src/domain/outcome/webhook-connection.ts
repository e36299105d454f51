import type { WebhookConnectionResult } from "../../contract/connect-webhook.ts";
import type { GraphError } from "../../contract/failure.ts";
import {
  fieldSteps,
  FIELDS_MISSING,
  WEBHOOK_CONNECTION_ADVICE,
  type PlainConnectionFailure,
} from "../advice/webhook-connection-advice.ts";
import type { AppSubscription, SubscribedApp } from "../diagnosis/facts.ts";
import {
  callFailure,
  failedAnswer,
  failureFieldsOf,
  retryAtOf,
  type Failed,
  type FailureFacts,
} from "../error/call-failure.ts";
import { isSameAddress } from "../webhook-address.ts";
import { missingFields, NEEDED_FIELDS } from "../webhook-fields.ts";

/** How an account's events travel at present. */
export interface Wiring {
  /** The address of this deployment's own webhook. */
  readonly ours: string;
  /** Our app among those that get the account's events; `null`: it is not. */
  readonly entry: SubscribedApp | null;
  /** `null`: the app hears nothing of WhatsApp accounts. */
  readonly app: AppSubscription | null;
}

/** What is to be changed so that the events come here; `null` and `leave`: nothing. */
export interface Rewiring {
  /** The app's own address is set to ours, with these fields. */
  readonly appFields: readonly string[] | null;
  readonly account: "leave" | "subscribe" | "override" | "subscribe_and_override";
  /** The address of another's that the account's events go to until then; `null`: none. */
  readonly replacedUrl: string | null;
}

/** Nothing may be changed: the events go elsewhere, or an override would be refused for want of a field. */
export type WiringStop =
  | { readonly stop: "callback_elsewhere"; readonly address: string }
  | { readonly stop: "fields_missing" };

/** Meta takes an override only from an app that has this field (seen in logs). */
const OVERRIDE_NEEDS = "messages";

/**
 * What must be changed. The app's own address is set only where it has none or has ours already: setting it replaces address and
 * fields, and the address of another may be serving somebody. `mayOverride`: the deployment asks for an override where it is.
 */
export function rewiring(wiring: Wiring, mayOverride: boolean): Rewiring | WiringStop {
  const { ours, entry, app } = wiring;
  const appIsAnothers = app !== null && app.callbackUrl !== null && !isSameAddress(app.callbackUrl, ours);
  const override = entry?.override ?? null;
  const elsewhere =
    override === null ? (appIsAnothers ? app.callbackUrl : null) : isSameAddress(override, ours) ? null : override;
  const appFields = appIsAnothers ? null : fieldsToSet(app);
  if (elsewhere === null) return { appFields, account: entry === null ? "subscribe" : "leave", replacedUrl: null };
  if (!mayOverride) return { stop: "callback_elsewhere", address: elsewhere };
  const fields = appFields ?? (app?.active === true ? app.fields : []);
  if (!fields.includes(OVERRIDE_NEEDS)) return { stop: "fields_missing" };
  return { appFields, account: entry === null ? "subscribe_and_override" : "override", replacedUrl: elsewhere };
}

/** The whole list, because setting it replaces what was there; `null`: all is there already. */
function fieldsToSet(app: AppSubscription | null): readonly string[] | null {
  const fields = app?.fields ?? [];
  const isDone = app !== null && app.callbackUrl !== null && app.active && missingFields(fields).length === 0;
  return isDone ? null : [...new Set([...fields, ...NEEDED_FIELDS])];
}

/** How the events come here, where they do. */
export interface Connection {
  readonly overridden: boolean;
  readonly fields: { readonly subscribed: readonly string[]; readonly missing: readonly string[] };
}

/** Whether the events of the account come here, as it was read; `null`: they do not. */
export function connectionOf({ ours, entry, app }: Wiring): Connection | null {
  if (entry === null || app === null || !app.active) return null;
  const address = entry.override ?? app.callbackUrl;
  return isSameAddress(address, ours)
    ? { overridden: entry.override !== null && !isSameAddress(app.callbackUrl, ours), fields: fieldsOf(app) }
    : null;
}

/** The fields that the app has, and those that it lacks. */
export function fieldsOf(app: AppSubscription | null): Connection["fields"] {
  const subscribed = app?.active === true ? app.fields : [];
  return { subscribed, missing: missingFields(subscribed) };
}

/** How connecting the webhook ended, before absolute times are put to it. */
export type ConnectionOutcome =
  | { readonly status: "connected"; readonly connection: Connection }
  | ({ readonly status: "fields_missing"; readonly connection: Connection } & FailureFacts)
  | ({ readonly status: "callback_elsewhere"; readonly address: string } & FailureFacts)
  | Failed<PlainConnectionFailure>;

/** The app lacks fields. `error`: with which Meta refused for the want of them; `null`: it was not asked, or did not refuse. */
export function withoutFields(connection: Connection, error: GraphError | null = null): ConnectionOutcome {
  const advice = { ...FIELDS_MISSING, resolution: fieldSteps(connection.fields.missing) };
  return { status: "fields_missing", connection, advice, graphError: error, retryAfterMs: null };
}

/** The events go to another's address, which may not be changed. */
export function takenElsewhere(address: string): ConnectionOutcome {
  const advice = WEBHOOK_CONNECTION_ADVICE.callback_elsewhere;
  return { status: "callback_elsewhere", address, advice, graphError: null, retryAfterMs: null };
}

/** What is read afterwards decides, whatever the answers were. */
export function connectedOutcome(connection: Connection): ConnectionOutcome {
  return connection.fields.missing.length === 0 ? { status: "connected", connection } : withoutFields(connection);
}

/** The result a caller gets: waits turned into times of the server's clock. */
export function webhookConnectionResult(
  outcome: ConnectionOutcome,
  about: { readonly wabaId: string; readonly callbackUrl: string; readonly now: number },
): WebhookConnectionResult {
  const { wabaId, callbackUrl, now } = about;
  if ("connection" in outcome) {
    const { overridden, fields } = outcome.connection;
    const { subscribed, missing } = fields;
    const shown = { wabaId, callbackUrl, overridden, fields: { subscribed: [...subscribed], missing: [...missing] } };
    if (outcome.status === "connected")
      return { status: outcome.status, ...shown, message: overridden ? CONNECTED_PAST_THE_APP : CONNECTED };
    return { status: outcome.status, ...shown, ...failureFieldsOf(outcome, null) };
  }
  if ("address" in outcome) {
    const { status, address } = outcome;
    return { status, wabaId, address, ...failureFieldsOf(outcome, null) };
  }
  return failedAnswer(outcome, { wabaId }, retryAtOf(outcome, now));
}

/** A number's own address is left alone: the request names none, and somebody gave it that address for that number. */
const BUT_FOR_NUMBERS = "but for those of a number that has an address of its own, which diagnoseAccess shows.";
const CONNECTED = `The account's events come to this deployment, with every field that it needs; ${BUT_FOR_NUMBERS}`;
const CONNECTED_PAST_THE_APP = `The account's messages and calls come to this deployment, ${BUT_FOR_NUMBERS} Events that Meta carries in no override (account_*, security, phone_number_*, message_template_*) still go to the app's own address.`;

/** A failure of connecting that needs no proof of access. */
export const connectionFailure = (
  status: PlainConnectionFailure,
  retryAfterMs: number | null = null,
): Failed<PlainConnectionFailure> => callFailure(WEBHOOK_CONNECTION_ADVICE, status, null, retryAfterMs);
