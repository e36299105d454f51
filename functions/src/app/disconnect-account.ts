import type { AccountDisconnectionResult, DisconnectionStep } from "../contract/disconnect-account.ts";
import { READS_MS } from "../contract/patience.ts";
import type { AccessToken } from "../domain/access-token.ts";
import { isFailure } from "../domain/error/call-failure.ts";
import { callRefusalStatus, mayHaveHappened, statusOfSilence } from "../domain/error/call-refusal.ts";
import { waitAfter } from "../domain/error/call-wait.ts";
import {
  accountDisconnectionResult,
  disconnectionFailure,
  stepDone,
  stepNotDone,
  stoppedAfter,
  type AccountDisconnectionOutcome,
  type DisconnectionFailure,
} from "../domain/outcome/account-disconnection.ts";
import type { CallReply } from "../domain/reply.ts";
import type { AccountAsk } from "./account-ports.ts";
import type { AccountDepartures, LeavingAccount, LeavingGraph } from "./customer-ports.ts";
import {
  leasedAccountCall,
  postOfAccount,
  type AccountCallPorts,
  type AccountUnderway,
} from "./leased-account-call.ts";

/** What disconnecting an account needs of the world. */
export interface AccountDisconnectionPorts extends AccountCallPorts {
  readonly departures: AccountDepartures;
  readonly graphOf: (token: AccessToken) => LeavingGraph;
}

/** One request to disconnect an account. */
export interface AccountDisconnectionAsk extends Omit<AccountAsk, "businessId"> {
  /** This deployment's app; `null`: it is not configured. */
  readonly appId: string | null;
}

const REASON = "The account was disconnected here.";

/**
 * Lets a customer's account go: Meta stops sending its events here and takes the app's access back, its numbers are no longer read, and the
 * sealed token is deleted. What Meta refuses for good stops nothing, nor does a lost answer to taking access back; where Meta gave no answer
 * to unsubscribing, or could not be asked at all, the account keeps its token, and the next call goes on from there.
 * @throws when it is in doubt who holds the account's lease, or how the account stands: then nothing was sent.
 */
export async function disconnectAccount(
  ports: AccountDisconnectionPorts,
  ask: AccountDisconnectionAsk,
): Promise<AccountDisconnectionResult> {
  const { wabaId, customerId } = ask;
  if (customerId === null)
    return accountDisconnectionResult(disconnectionFailure("own_account"), { wabaId, now: ports.clock.now() });
  const { outcome, now } = await leasedAccountCall<AccountDisconnectionOutcome>(
    ports,
    { ...ask, businessId: null },
    {
      call: "disconnect_account",
      // The lease that connecting takes too, and whatever changes how the account's events travel.
      digits: null,
      callbackUrl: null,
      inProgress: (retryAfterMs) => disconnectionFailure("in_progress", null, retryAfterMs),
      work: async (underway) => ({ outcome: await disconnect(ports, ask, underway), open: "no", added: null }),
      noted: notDone,
    },
  );
  return accountDisconnectionResult(outcome, { wabaId, now });
}

/** What could not be done at Meta; `null`: all was. */
function notDone(ended: AccountDisconnectionOutcome): string | null {
  if (!("steps" in ended)) return null;
  const told = ended.steps.flatMap(({ message }) => message ?? []);
  return told.length === 0 ? null : told.join(" ");
}

async function disconnect(
  ports: AccountDisconnectionPorts,
  ask: AccountDisconnectionAsk,
  underway: AccountUnderway,
): Promise<AccountDisconnectionOutcome> {
  const account = await ports.departures.begin(ask);
  if (account === null) return { status: "not_connected" };
  if (account === "overtaken") return disconnectionFailure("in_progress");
  const steps = await leaveMeta(ports, ask, account, underway);
  if (isFailure(steps)) return steps;
  return finish(ports, ask, steps);
}

/** What is done here once Meta was asked. From now on an error says nothing of what was sent, and so is never thrown. */
async function finish(
  { departures, journal }: AccountDisconnectionPorts,
  ask: AccountDisconnectionAsk,
  steps: readonly DisconnectionStep[],
): Promise<AccountDisconnectionOutcome> {
  const { wabaId, attemptId } = ask;
  try {
    await departures.releaseNumbers(ask, REASON);
    const isGone = await departures.finish(ask, REASON);
    // Another call has the account by now: it decides how that stands.
    if (!isGone) return stoppedAfter(steps, disconnectionFailure("outcome_unknown"));
    return { status: "disconnected", steps: [...steps, stepDone("numbers"), stepDone("token")] };
  } catch (error) {
    const status = "outcome_unknown";
    journal.callUnrecorded({ call: "disconnect_account", wabaId, attemptId, status, error });
    return stoppedAfter(steps, disconnectionFailure(status));
  }
}

const NO_TOKEN = "No token is left to ask Meta with.";

/** What is done at Meta, as far as Meta lets it be done; or why that is open. */
async function leaveMeta(
  ports: AccountDisconnectionPorts,
  ask: AccountDisconnectionAsk,
  { token, businessId }: LeavingAccount,
  underway: AccountUnderway,
): Promise<readonly DisconnectionStep[] | DisconnectionFailure> {
  if (token === null) return [stepNotDone("webhook", "failed", NO_TOKEN), stepNotDone("access", "failed", NO_TOKEN)];
  const mayRevoke = businessId !== null && !(await ports.departures.sharesAccess(ask, businessId));
  const changes = ["unsubscribe_app", ...(mayRevoke ? (["revoke_access"] as const) : [])] as const;
  const withheld = await underway.sends({ changes, replacedUrl: null });
  if (withheld !== null) return disconnectionFailure(withheld.status, null, withheld.retryAfterMs);
  if (!(await isLeaving(ports, ask))) return disconnectionFailure("meta_unavailable");
  const graph = ports.graphOf(token);
  const about = { call: "disconnect_account", wabaId: ask.wabaId, attemptId: ask.attemptId } as const;
  const send = (request: (deadlineMs: number) => Promise<CallReply>) =>
    postOfAccount(ports, about, underway.elapsed, request);
  const unsubscribed = await unsubscribe(graph, ask, send);
  if (isFailure(unsubscribed)) return unsubscribed;
  if (!mayRevoke) {
    const why =
      businessId === null
        ? "Meta has not said which portfolio owns the account, and revoking ends the access to all of a portfolio's accounts."
        : "Another account here may be of the same portfolio, and revoking would end the access to it as well.";
    return [unsubscribed, stepNotDone("access", "skipped", why)];
  }
  const revoked = await revoke(graph, send);
  return isFailure(revoked) ? stoppedAfter([unsubscribed], revoked) : [unsubscribed, revoked];
}

/** Notes that the customer is leaving; `false`: the account is another call's now, or that is in doubt. */
async function isLeaving(
  { departures, journal }: AccountDisconnectionPorts,
  ask: AccountDisconnectionAsk,
): Promise<boolean> {
  try {
    return await departures.leaving(ask);
  } catch (error) {
    const { wabaId, attemptId } = ask;
    journal.callUnrecorded({ call: "disconnect_account", wabaId, attemptId, status: "meta_unavailable", error });
    return false;
  }
}

type Send = (request: (deadlineMs: number) => Promise<CallReply>) => Promise<CallReply>;

/** A refusal for good means that Meta has let go of the account already, or never will at our asking. */
async function unsubscribe(
  graph: LeavingGraph,
  { wabaId, appId }: AccountDisconnectionAsk,
  send: Send,
): Promise<DisconnectionStep | DisconnectionFailure> {
  const reply = await send((deadlineMs) => graph.unsubscribeApp(wabaId, deadlineMs));
  if (reply.kind === "accepted") return stepDone("webhook");
  if (reply.kind === "not_sent") return disconnectionFailure("meta_unavailable");
  if (mayHaveHappened(reply)) {
    const apps = await graph.subscribedApps(wabaId, READS_MS);
    if (apps.ok && appId !== null && apps.value.every(({ id }) => id !== appId)) return stepDone("webhook");
    if (reply.kind === "refused") return disconnectionFailure("meta_unavailable", reply.error);
  }
  if (reply.kind === "unreadable") return disconnectionFailure(statusOfSilence(reply));
  const { error, regainAccessMs } = reply;
  const meaning = callRefusalStatus("disconnect_account", error);
  if (meaning === "throttled") return disconnectionFailure(meaning, error, waitAfter(meaning, error, regainAccessMs));
  return stepNotDone("webhook", "failed", `Meta refused to unsubscribe the app: ${error.message}`);
}

/**
 * Others report that this works for business tokens, so whatever Meta answers stops nothing: the token is deleted all the same. A
 * request that never left is another matter: the next call unsubscribes once more, which changes nothing, and revokes then.
 */
async function revoke(graph: LeavingGraph, send: Send): Promise<DisconnectionStep | DisconnectionFailure> {
  const reply = await send((deadlineMs) => graph.revokeAccess(deadlineMs));
  if (reply.kind === "accepted") return stepDone("access");
  if (reply.kind === "not_sent") return disconnectionFailure("meta_unavailable");
  const why = reply.kind === "refused" ? `Meta refused to take the access back: ${reply.error.message}` : NO_ANSWER;
  return stepNotDone("access", "failed", why);
}

const NO_ANSWER =
  "Meta gave no answer to taking the access back. The customer can remove the app in the business settings, under Integrations.";
