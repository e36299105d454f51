import type { AccountAttemptOperation, AccountAttemptStatus } from "../contract/account-attempt.ts";
import type { AccountOperation } from "../contract/calls.ts";
import { factsOf, toldOf } from "../domain/error/call-failure.ts";
import type { Unaccepted } from "../domain/reply.ts";
import type {
  AccountAsk,
  AccountCallEnd,
  AccountLeaseRequest,
  AccountLeases,
  AccountSending,
} from "./account-ports.ts";
import type { CallJournal, Clock, PostRefusal } from "./ports.ts";
import { sendOnce } from "./send-once.ts";
import { writtenDown } from "./written-down.ts";

/** What a call about an account needs of the world. */
export interface AccountCallPorts {
  readonly leases: AccountLeases;
  readonly clock: Clock;
  readonly journal: CallJournal;
}

/** How far a call has come. `openSince`: since when an earlier request is open, by Firestore's clock like `now`; ms. */
export interface AccountUnderway {
  readonly now: number;
  readonly openSince: number | null;
  readonly elapsed: () => number;
  /** Asked right before the first POST of the call: writes down what is sent; else why nothing may be sent. */
  readonly sends: (sending: AccountSending) => Promise<PostRefusal | null>;
}

/** What a call came to, and what is to be written down of it. */
export interface AccountWorked<Outcome> extends AccountCallEnd {
  readonly outcome: Outcome;
}

/** How a call about an account ends. `phoneNumberId`: the number that it added, or found there. */
interface AccountOutcome {
  readonly status: AccountAttemptStatus;
  readonly phoneNumberId?: string;
}

/** What one call about an account is: the thing that it changes, what it does, and what is said while another does it. */
export interface AccountPlan<Outcome extends AccountOutcome> {
  readonly call: AccountAttemptOperation;
  readonly digits: string | null;
  /** The address that Meta is told of; `null`: the call is about none. */
  readonly callbackUrl: string | null;
  readonly inProgress: (retryAfterMs: number) => Outcome;
  readonly work: (underway: AccountUnderway) => Promise<AccountWorked<Outcome>>;
  /** What the audit document says of an end that is no failure; left out: nothing. */
  readonly noted?: (outcome: Outcome) => string | null;
}

/** What a call sent that asked Meta for no change. */
export const NOTHING_SENT: AccountSending = { changes: [], replacedUrl: null };

/**
 * Makes one call about an account while holding the lease of the thing that it changes. Answers the outcome and Firestore's time.
 * @throws when the lease is in doubt: then nothing was sent.
 */
export async function leasedAccountCall<Outcome extends AccountOutcome>(
  ports: AccountCallPorts,
  ask: AccountAsk,
  { call, digits, callbackUrl, inProgress, work, noted }: AccountPlan<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly now: number }> {
  const { leases, clock, journal } = ports;
  const { wabaId, customerId, attemptId, by } = ask;
  const elapsed = clock.stopwatch();
  const request = { wabaId, customerId, digits, attemptId, by, call, callbackUrl };
  const answer = await leases.take(request);
  if (!answer.granted) {
    const outcome = inProgress(answer.until - answer.now);
    journal.callWithheld({ call, wabaId, status: outcome.status });
    return { outcome, now: answer.now };
  }
  const desk = sendingDesk(ports, request, ask);
  const { outcome: made, ...end } = await workOrRelease(leases, request, desk.sent, () =>
    work({ now: answer.now, openSince: answer.openSince, elapsed, sends: desk.sends }),
  );
  const outcome = toldOf({ customerId }, made);
  const { status, phoneNumberId = null } = outcome;
  const { advice, graphError } = factsOf(outcome);
  const message = advice?.message ?? noted?.(outcome) ?? null;
  const record = { ...(desk.sent() ?? NOTHING_SENT), status, phoneNumberId, graphError, message };
  const ended = { about: { call, wabaId, phoneNumberId, attemptId }, status, graphError };
  const now = await writtenDown(ports, [ended], () => leases.end(request, end, record));
  return { outcome, now: now ?? answer.now };
}

/** Where a call writes down what it sends, before it does. */
interface SendingDesk {
  readonly sends: AccountUnderway["sends"];
  /** What was written down; `null`: nothing was sent. */
  readonly sent: () => AccountSending | null;
}

/** What stops a call whose lease another call has taken over. Its request's id is spent by then, and `in_progress` is kept for none. */
const OVERTAKEN: PostRefusal = { status: "meta_unavailable", retryAfterMs: null };

/** Asks whether a call may send anything, writes down what, and remembers it. */
export function sendingDesk(
  { leases, journal }: Pick<AccountCallPorts, "leases" | "journal">,
  request: AccountLeaseRequest,
  { mayPost }: Pick<AccountAsk, "mayPost">,
): SendingDesk {
  let sent: AccountSending | null = null;
  const sends = async (sending: AccountSending): Promise<PostRefusal | null> => {
    const withheld = (await mayPost?.()) ?? null;
    if (withheld !== null) return withheld;
    try {
      if (!(await leases.sending(request, sending))) return OVERTAKEN;
      sent = sending;
      return null;
    } catch (error) {
      const { call, wabaId, attemptId } = request;
      journal.callUnrecorded({ call, wabaId, attemptId, status: OVERTAKEN.status, error });
      return OVERTAKEN;
    }
  };
  return { sends, sent: (): AccountSending | null => sent };
}

/** Gives the lease back when the work throws. Its outcome is open only where something was sent. */
export async function workOrRelease<Worked>(
  leases: AccountLeases,
  request: AccountLeaseRequest,
  sent: () => AccountSending | null,
  work: () => Promise<Worked>,
): Promise<Worked> {
  try {
    return await work();
  } catch (error) {
    const open = sent() === null ? "still" : "now";
    await leases.end(request, { open, added: null }, null).catch(() => undefined);
    throw error;
  }
}

/** Sends one POST of a call about an account, at most once. Whether it may be sent at all was asked when it was written down. */
export function postOfAccount<Reply extends { readonly kind: string }>(
  ports: Pick<AccountCallPorts, "journal">,
  about: { readonly call: AccountOperation; readonly wabaId: string; readonly attemptId: string },
  elapsed: () => number,
  send: (deadlineMs: number) => Promise<Reply>,
): Promise<Reply | Extract<Unaccepted, { readonly kind: "not_sent" | "unreadable" }>> {
  return sendOnce<Reply, Reply | Extract<Unaccepted, { readonly kind: "not_sent" | "unreadable" }>>(
    ports,
    about,
    { elapsed, mayPost: undefined },
    {
      send,
      withheld: () => ({ kind: "not_sent", reason: "too late" }),
      judge: (reply) => reply,
      inDoubt: () => ({ kind: "unreadable", reason: "a defect of our own", httpStatus: null }),
    },
  );
}
