import type { AccountOperation } from "../contract/calls.ts";
import type { GraphError } from "../contract/failure.ts";
import { POST_BY_MS, POST_MS } from "../contract/patience.ts";
import type { Unaccepted } from "../domain/reply.ts";
import type { AccountAsk, AccountCallEnd, AccountJournal, AccountLeases } from "./account-ports.ts";
import type { Clock } from "./ports.ts";

/** What a call about an account needs of the world. */
export interface AccountCallPorts {
  readonly leases: AccountLeases;
  readonly clock: Clock;
  readonly journal: AccountJournal;
}

/** How far a call has come. `openSince`: since when an earlier request is open, by Firestore's clock like `now`; ms. */
export interface AccountUnderway {
  readonly now: number;
  readonly openSince: number | null;
  readonly elapsed: () => number;
}

/** What a call came to, and what is to be written down of it. */
export interface AccountWorked<Outcome> extends AccountCallEnd {
  readonly outcome: Outcome;
}

/** What one call about an account is: the thing that it changes, what it does, and what is said while another does it. */
export interface AccountPlan<Outcome extends { readonly status: string }> {
  readonly call: AccountOperation;
  readonly digits: string | null;
  readonly inProgress: (retryAfterMs: number) => Outcome;
  readonly work: (underway: AccountUnderway) => Promise<AccountWorked<Outcome>>;
  /** What the log says of the end. */
  readonly told: (outcome: Outcome) => {
    readonly phoneNumberId: string | null;
    readonly graphError: GraphError | null;
  };
}

/**
 * Makes one call about an account while holding the lease of the thing that it changes. Answers the outcome and Firestore's time.
 * @throws when the lease is in doubt: then nothing was sent.
 */
export async function accountCall<Outcome extends { readonly status: string }>(
  { leases, clock, journal }: AccountCallPorts,
  { wabaId, customerId, callId, by }: AccountAsk,
  { call, digits, inProgress, work, told }: AccountPlan<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly now: number }> {
  const elapsed = clock.stopwatch();
  const request = { wabaId, customerId, digits, callId, by };
  const answer = await leases.take(request);
  if (!answer.granted) {
    const outcome = inProgress(answer.until - answer.now);
    journal.accountCallWithheld({ call, wabaId, status: outcome.status });
    return { outcome, now: answer.now };
  }
  const { outcome, ...end } = await workOrRelease(leases, request, () =>
    work({ now: answer.now, openSince: answer.openSince, elapsed }),
  );
  const { status } = outcome;
  try {
    const now = await leases.end(request, end);
    journal.accountCallEnded({ call, wabaId, callId, status, ...told(outcome) });
    return { outcome, now };
  } catch (error) {
    // The caller learns the truth all the same; the lease runs out by itself, and the next call looks before it asks.
    journal.accountCallUnrecorded({ call, wabaId, callId, status, error });
    return { outcome, now: answer.now };
  }
}

/** What throws in the work has sent nothing, as `postOfAccount` throws nothing: the lease is given back, and nothing is open through it. */
async function workOrRelease<Worked>(
  leases: AccountLeases,
  request: Parameters<AccountLeases["end"]>[0],
  work: () => Promise<Worked>,
): Promise<Worked> {
  try {
    return await work();
  } catch (error) {
    await leases.end(request, { open: "still", added: null }).catch(() => undefined);
    throw error;
  }
}

/**
 * Sends one POST of a call, at most once. An instance that was frozen on the way sends nothing, and a defect of our own never looks as
 * if nothing had been sent.
 */
export async function postOfAccount<Reply extends { readonly kind: string }>(
  { journal }: Pick<AccountCallPorts, "journal">,
  about: { readonly call: AccountOperation; readonly wabaId: string; readonly callId: string },
  elapsed: () => number,
  send: (deadlineMs: number) => Promise<Reply>,
): Promise<Reply | Extract<Unaccepted, { readonly kind: "not_sent" | "unreadable" }>> {
  const spentMs = elapsed();
  if (spentMs > POST_BY_MS) return { kind: "not_sent", reason: "too late" };
  journal.accountCallSent(about);
  try {
    // Several POSTs of one call share the time of one.
    return await send(Math.min(POST_MS, POST_BY_MS + POST_MS - spentMs));
  } catch (error) {
    const { wabaId, callId } = about;
    journal.accountJudgementFailed({ wabaId, callId, error });
    return { kind: "unreadable", reason: "a defect of our own", httpStatus: null };
  }
}
