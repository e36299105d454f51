import { isLimited, type LeasedOperation, type LimitStatus } from "../contract/calls.ts";
import { READS_MS } from "../contract/patience.ts";
import type { AttemptStatus, RegistrationRecord } from "../contract/phone-number.ts";
import type { LeaseRefusal } from "../domain/attempt/call-lease.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { callFailure, factsOf, toldOf, type Failed } from "../domain/error/call-failure.ts";
import type { CallReply } from "../domain/reply.ts";
import type { CallAsk, Clock, LeaseEnd, Leases } from "./ports.ts";
import { postOnce, type Post, type Posted, type PostFailure } from "./post-once.ts";
import { readAccess, type AccessPorts } from "./read-access.ts";
import { writtenDown } from "./written-down.ts";

/** What a call that takes a number's lease needs of the world. */
export interface LeasedPorts extends AccessPorts {
  readonly leases: Leases;
  readonly clock: Clock;
}

type Accepted = Extract<CallReply, { kind: "accepted" }>;

/** A call that takes the number's lease and spends no attempt. */
export interface LeasedPlan<Done, Status extends string> extends Post<Accepted, Done, Status> {
  readonly call: LeasedOperation;
  /** The status of a call that Meta said to wait with. */
  readonly limited: Extract<Status, LimitStatus>;
  /** What reading beforehand proves so surely that asking Meta is no use; `null`: go on. `known`: what the last registration was answered. */
  readonly stop: (reads: AccessReads, known: RegistrationRecord | null) => Done | Failed<Status | PostFailure> | null;
}

type Outcome<Done, Status extends string> = Done | Failed<Status | PostFailure | "in_progress">;

/**
 * Makes one call while holding the number's lease: take it, read, post once, explain, write down. Answers the outcome and Firestore's
 * time. @throws when the lease is in doubt: then nothing was sent.
 */
export async function leasedCall<Done extends { readonly status: AttemptStatus }, Status extends AttemptStatus>(
  ports: LeasedPorts,
  ask: CallAsk,
  plan: LeasedPlan<Done, Status | "in_progress">,
): Promise<{ readonly outcome: Outcome<Done, Status>; readonly now: number }> {
  const elapsed = ports.clock.stopwatch();
  const { call } = plan;
  const { phoneNumberId, attemptId, by } = ask;
  const request = { phoneNumberId, attemptId, by, call };
  const answer = await ports.leases.take(request);
  if (!answer.granted) {
    const outcome = withheld(plan, answer.refusal, answer.now);
    ports.journal.callWithheld({ call, phoneNumberId, status: outcome.status });
    return { outcome, now: answer.now };
  }
  const { sent, view, ...made } = await attempt(ports, ask, plan, { known: answer.known, elapsed });
  const outcome = toldOf(ask, made.outcome);
  const end = { ...leasedEnd(call, outcome), sent, view };
  const { status, graphError } = end;
  const now = await writtenDown(
    ports,
    [{ about: { call, phoneNumberId, attemptId }, status, spent: sent, graphError }],
    () => ports.leases.end(request, end),
  );
  return { outcome, now: now ?? answer.now };
}

/** How a call that takes a number's lease ended, as it is written down. */
export function leasedEnd<Status extends string>(
  call: LeasedOperation,
  outcome: { readonly status: Status },
): Pick<LeaseEnd, "message" | "graphError" | "waitMs"> & { readonly status: Status } {
  const { status } = outcome;
  const { advice, graphError, retryAfterMs } = factsOf(outcome);
  return {
    status,
    message: advice?.message ?? null,
    graphError,
    waitMs: isLimited(call, status) ? retryAfterMs : null,
  };
}

function withheld<Status extends string>(
  { advice, limited }: Pick<LeasedPlan<unknown, Status | "in_progress">, "advice" | "limited">,
  refusal: LeaseRefusal,
  now: number,
): Failed<Status | "in_progress"> {
  const status = refusal.reason === "leased" ? "in_progress" : limited;
  return callFailure<Status | "in_progress">(advice, status, null, refusal.until - now);
}

async function attempt<Done, Status extends string>(
  ports: LeasedPorts,
  ask: CallAsk,
  plan: LeasedPlan<Done, Status>,
  { known, elapsed }: { readonly known: RegistrationRecord | null; readonly elapsed: () => number },
): Promise<Posted<Done | Failed<Status | PostFailure>>> {
  const reads = await readAccess(ports, ask, READS_MS);
  const stop = plan.stop(reads, known);
  if (stop !== null) return { outcome: stop, sent: false, view: reads.view };
  return postOnce(ports, ask, plan, { reads, elapsed });
}
