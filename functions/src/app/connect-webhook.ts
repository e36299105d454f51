import type { AccountChange } from "../contract/account-attempt.ts";
import type { WebhookConnectionResult } from "../contract/connect-webhook.ts";
import { READS_MS } from "../contract/patience.ts";
import { WEBHOOK_CONNECTION_ADVICE, type PlainConnectionFailure } from "../domain/advice/webhook-connection-advice.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import { callRefusalStatus, mayHaveHappened, statusOfSilence } from "../domain/error/call-refusal.ts";
import {
  connectedOutcome,
  connectionFailure,
  connectionOf,
  fieldsOf,
  rewiring,
  takenElsewhere,
  webhookConnectionResult,
  withoutFields,
  type Connection,
  type ConnectionOutcome,
  type Rewiring,
  type Wiring,
} from "../domain/outcome/webhook-connection.ts";
import type { CallReply } from "../domain/reply.ts";
import { accountValue, explainAccountRefusal, explainFailedRead, type AccountReading } from "./account-access.ts";
import type { AccountAsk, AccountGraph } from "./account-ports.ts";
import {
  leasedAccountCall,
  postOfAccount,
  type AccountCallPorts,
  type AccountUnderway,
} from "./leased-account-call.ts";
import { lookUntil } from "./look-until.ts";
import type { ReadFailure, CallJournal } from "./ports.ts";

/** What connecting the webhook needs of the world. */
export interface WebhookConnectionPorts extends AccountCallPorts {
  readonly graph: AccountReading["graph"] &
    Pick<AccountGraph, "subscribedApps" | "appSubscription" | "subscribeApp" | "subscribeWebhook">;
  readonly journal: CallJournal;
}

/** One request to connect the webhook. */
export interface WebhookConnectionAsk extends AccountAsk {
  /** The address of this deployment's own webhook. */
  readonly callbackUrl: string;
  /** Empty: it is not configured. */
  readonly verifyToken: string;
  /** Without the app's secret the webhook refuses everything, and Meta lets nobody ask as the app. */
  readonly hasAppSecret: boolean;
  /** The app that is configured; `null`: the token's. */
  readonly appId: string | null;
  /** Whether the account's events may be taken from another address. */
  readonly mayOverride: boolean;
}

/** Meta rejects longer addresses as an override (Meta, Webhook overrides). */
const LONGEST_ADDRESS = 200;
/** Other characters may arrive changed: a + becomes a space (seen in a log). */
const SAFE_WORD = /^[A-Za-z0-9]+$/;
/** The pauses before the looks that are taken after a change. */
const LOOKS_AFTER_MS = [0, 1500];

/**
 * Has Meta send the account's events to this deployment: reads how they travel, changes what is missing and nothing else, and
 * reads again. What Meta shows then decides. Each step is POSTed once, but for one that Meta refuses because our webhook was too slow
 * for its handshake: such a step changed nothing, and is POSTed once more. @throws when the account's lease is in doubt: then nothing was sent.
 */
export async function connectWebhook(
  ports: WebhookConnectionPorts,
  ask: WebhookConnectionAsk,
): Promise<WebhookConnectionResult> {
  const { wabaId, callbackUrl } = ask;
  const { outcome, now } = await leasedAccountCall<ConnectionOutcome>(ports, ask, {
    call: "connect_webhook",
    digits: null,
    callbackUrl,
    inProgress: (retryAfterMs) => callFailure(WEBHOOK_CONNECTION_ADVICE, "in_progress", null, retryAfterMs),
    work: async (underway) => ({ outcome: await connect(ports, ask, underway), open: "no", added: null }),
  });
  return webhookConnectionResult(outcome, { wabaId, callbackUrl, now });
}

async function connect(
  ports: WebhookConnectionPorts,
  ask: WebhookConnectionAsk,
  { elapsed, sends }: AccountUnderway,
): Promise<ConnectionOutcome> {
  const { callbackUrl, verifyToken, hasAppSecret } = ask;
  if (!hasAppSecret || !SAFE_WORD.test(verifyToken) || callbackUrl.length > LONGEST_ADDRESS)
    return connectionFailure("not_configured");
  const token = await ports.graph.inspectToken(READS_MS);
  if (token.ok && !token.value.isValid) return connectionFailure("invalid_token");
  const appId = appIdOf(ask, accountValue(ports, ask.wabaId, "token", token));
  if (appId === null) return token.ok ? connectionFailure("not_configured") : failedRead(ports, ask, token.failure);
  const before = await readWiring(ports, ask, appId);
  if (!before.ok) return failedRead(ports, ask, before.failure);
  const plan = rewiring(before.value, ask.mayOverride);
  if ("stop" in plan) {
    return plan.stop === "callback_elsewhere" ? takenElsewhere(plan.address) : withoutFields(unconnected(before.value));
  }
  const requests = requestsFor(ports, ask, appId, plan);
  // With nothing to change here, what keeps the events away is the app's own subscription, which is switched off.
  if (requests.length === 0) return shown(before.value) ?? withoutFields(unconnected(before.value));
  const changes = requests.map((request) => request.change);
  const withheld = await sends({ changes, replacedUrl: plan.replacedUrl });
  if (withheld !== null) return connectionFailure(withheld.status, withheld.retryAfterMs);
  let unclear: ConnectionOutcome = connectionFailure("outcome_unknown");
  for (const { send } of requests) {
    const about = { call: "connect_webhook", wabaId: ask.wabaId, attemptId: ask.attemptId } as const;
    let reply = await postOfAccount(ports, about, elapsed, send);
    // A function that was asleep is too slow for Meta's handshake, and awake by now. What was refused changed nothing.
    if (wasTooSlow(reply)) reply = await postOfAccount(ports, about, elapsed, send);
    if (reply.kind === "accepted") continue;
    if (reply.kind === "not_sent") return connectionFailure(statusOfSilence(reply));
    if (reply.kind === "refused") unclear = await refused(ports, ask, before.value, reply);
    else unclear = connectionFailure(statusOfSilence(reply));
    if (!mayHaveHappened(reply)) return unclear;
    break;
  }
  return (await readBack(ports, ask, appId)) ?? unclear;
}

/** Whether Meta waited for the handshake in vain (words seen in logs). */
const wasTooSlow = (reply: CallReply): boolean =>
  reply.kind === "refused" && reply.error.code === 2200 && /curl_errno = 28\b|timed out/i.test(reply.error.message);

/** POST `subscribed_apps` subscribes the token's own app, so that one counts where Meta names it. */
const appIdOf = ({ appId }: WebhookConnectionAsk, token: TokenFacts | null): string | null => token?.appId ?? appId;

type WiringRead = { readonly ok: true; readonly value: Wiring } | { readonly ok: false; readonly failure: ReadFailure };

async function readWiring(
  ports: WebhookConnectionPorts,
  { wabaId, callbackUrl }: WebhookConnectionAsk,
  appId: string,
): Promise<WiringRead> {
  const [apps, app] = await Promise.all([
    ports.graph.subscribedApps(wabaId, READS_MS),
    ports.graph.appSubscription(appId, READS_MS),
  ]);
  for (const [name, read] of Object.entries({ subscribedApps: apps, appSubscription: app })) {
    if (!read.ok) ports.journal.readFailed({ wabaId, read: name, failure: read.failure });
  }
  if (!apps.ok) return apps;
  if (!app.ok) return app;
  const entry = apps.value.find(({ id }) => id === appId) ?? null;
  return { ok: true, value: { ours: callbackUrl, entry, app: app.value } };
}

/** One POST, and what it changes. */
interface Change {
  readonly change: AccountChange;
  readonly send: (deadlineMs: number) => Promise<CallReply>;
}

const change = (word: AccountChange, send: Change["send"]): Change => ({ change: word, send });

/** The POSTs that are needed, in order: an override needs the app subscribed before, with its fields. */
function requestsFor(
  { graph }: WebhookConnectionPorts,
  { wabaId, callbackUrl: url, verifyToken }: WebhookConnectionAsk,
  appId: string,
  { appFields, account }: Rewiring,
): readonly Change[] {
  const subscribes = account === "subscribe" || account === "subscribe_and_override";
  const overrides = account === "override" || account === "subscribe_and_override";
  return [
    ...(appFields === null
      ? []
      : [change("set_callback", (ms) => graph.subscribeWebhook({ appId, url, verifyToken, fields: appFields }, ms))]),
    ...(subscribes ? [change("subscribe_app", (ms) => graph.subscribeApp({ wabaId, override: null }, ms))] : []),
    ...(overrides
      ? [change("override_callback", (ms) => graph.subscribeApp({ wabaId, override: { url, verifyToken } }, ms))]
      : []),
  ];
}

/** Reads how the events travel, twice at most; `null`: they are not seen to come here. */
function readBack(
  ports: WebhookConnectionPorts,
  ask: WebhookConnectionAsk,
  appId: string,
): Promise<ConnectionOutcome | null> {
  const look = async (): Promise<ConnectionOutcome | null> => {
    const after = await readWiring(ports, ask, appId);
    return after.ok ? shown(after.value) : null;
  };
  return lookUntil(ports.clock, look, LOOKS_AFTER_MS);
}

function shown(wiring: Wiring): ConnectionOutcome | null {
  const connection = connectionOf(wiring);
  return connection === null ? null : connectedOutcome(connection);
}

/** How the events would come here, while they do not. */
const unconnected = ({ app }: Wiring): Connection => ({ overridden: false, fields: fieldsOf(app) });

/** What Meta's refusal of a POST means. That an override lacks the field `messages` is said like other missing fields. */
async function refused(
  ports: WebhookConnectionPorts,
  ask: WebhookConnectionAsk,
  wiring: Wiring,
  { error, regainAccessMs }: Extract<CallReply, { kind: "refused" }>,
): Promise<ConnectionOutcome> {
  const call = "connect_webhook";
  if (callRefusalStatus(call, error) === "fields_missing") {
    const { overridden, fields } = unconnected(wiring);
    const missing = fields.missing.length === 0 ? ["messages"] : fields.missing;
    return withoutFields({ overridden, fields: { ...fields, missing } }, error);
  }
  return explainAccountRefusal<PlainConnectionFailure>(ports, ask, WEBHOOK_CONNECTION_ADVICE, {
    call,
    error,
    regainAccessMs,
  });
}

const failedRead = (
  ports: WebhookConnectionPorts,
  ask: WebhookConnectionAsk,
  failure: ReadFailure,
): Promise<ConnectionOutcome> | ConnectionOutcome =>
  explainFailedRead<PlainConnectionFailure>(ports, ask, WEBHOOK_CONNECTION_ADVICE, failure);
