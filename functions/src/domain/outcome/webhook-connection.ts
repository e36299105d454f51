import type { WebhookConnectionResult } from "../../contract/connect-webhook.ts";
import {
  fieldSteps,
  FIELDS_MISSING,
  WEBHOOK_CONNECTION_ADVICE,
  type PlainConnectionFailure,
} from "../advice/webhook-connection-advice.ts";
import type { AppSubscription, SubscribedApp } from "../diagnosis/facts.ts";
import { callFailure, failedAnswer, failureFieldsOf, retryAtOf, type Failed } from "../error/call-failure.ts";
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
  | { readonly status: "fields_missing"; readonly connection: Connection }
  | { readonly status: "callback_elsewhere"; readonly address: string }
  | Failed<PlainConnectionFailure>;

/** What a caller is told where the call failed; `null`: it did not. */
export function messageOf(outcome: ConnectionOutcome): string | null {
  if ("advice" in outcome) return outcome.advice.message;
  if (outcome.status === "callback_elsewhere") return WEBHOOK_CONNECTION_ADVICE[outcome.status].message;
  return outcome.status === "connected" ? null : FIELDS_MISSING.message;
}

/** What is read afterwards decides, whatever the answers were. */
export function connectedOutcome(connection: Connection): ConnectionOutcome {
  return { status: connection.fields.missing.length === 0 ? "connected" : "fields_missing", connection };
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
    const advice = { ...FIELDS_MISSING, resolution: fieldSteps(missing) };
    return {
      status: outcome.status,
      ...shown,
      ...failureFieldsOf({ advice, graphError: null, retryAfterMs: null }, null),
    };
  }
  if ("address" in outcome) {
    const { status, address } = outcome;
    const facts = { advice: WEBHOOK_CONNECTION_ADVICE[status], graphError: null, retryAfterMs: null };
    return { status, wabaId, address, ...failureFieldsOf(facts, null) };
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
