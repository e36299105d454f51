import type { AttemptStatus, MetaView } from "../contract/phone-number.ts";
import type { LeaseRefusal } from "../domain/attempt/call-lease.ts";
import type { FailureFacts } from "../domain/outcome/registration.ts";
import type { Journal, LeaseRequest, Leases } from "./ports.ts";

/** How a call ended: its status, and what is known of a failure. */
export type CallOutcome = { readonly status: AttemptStatus } | ({ readonly status: AttemptStatus } & FailureFacts);

/** What a call came to while it held the number's lease. */
export interface LeasedWork<Outcome> {
  readonly outcome: Outcome;
  /** Whether a request was or may have been sent. */
  readonly sent: boolean;
  readonly view: MetaView | null;
}

/** What to do when the lease is not granted, and when our own code fails in it. */
export interface LeasePlan<Outcome> {
  readonly withheld: (refusal: LeaseRefusal, now: number) => Outcome;
  readonly work: () => Promise<LeasedWork<Outcome>>;
  /** The outcome after a defect of our own, when the request may have been sent. */
  readonly unknown: Outcome;
}

/** Statuses after which Meta wants no further call of the kind for a while. */
const LIMITS: ReadonlySet<AttemptStatus> = new Set([
  "code_request_limited",
  "code_guess_limited",
  "wrong_code",
  "pin_locked",
]);

/**
 * Does one call while holding the number's lease, and writes down what became of it. Answers the outcome and Firestore's time.
 * @throws when the lease is in doubt: then nothing was sent.
 */
export async function underLease<Outcome extends CallOutcome>(
  ports: { readonly leases: Leases; readonly journal: Journal },
  request: LeaseRequest,
  plan: LeasePlan<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly now: number }> {
  const { call, phoneNumberId, callId } = request;
  const answer = await ports.leases.take(request);
  if (!answer.granted) {
    const outcome = plan.withheld(answer.refusal, answer.now);
    ports.journal.callWithheld({ call, phoneNumberId, status: outcome.status });
    return { outcome, now: answer.now };
  }
  const { outcome, sent, view } = await safely(ports, request, plan);
  const { status } = outcome;
  const { advice, graphError, retryAfterMs } = factsOf(outcome);
  const waitMs = LIMITS.has(status) ? retryAfterMs : null;
  try {
    const end = { status, message: advice?.message ?? null, graphError, sent, view, waitMs };
    const now = await ports.leases.end(request, end);
    ports.journal.callEnded({ call, phoneNumberId, callId, status, graphError });
    return { outcome, now };
  } catch (error) {
    // The caller learns the truth all the same; the lease runs out by itself.
    ports.journal.callUnrecorded({ call, phoneNumberId, callId, status, error });
    return { outcome, now: answer.now };
  }
}

/** What is known of a failure; nothing of a success. */
function factsOf(outcome: CallOutcome): FailureFacts | Readonly<Record<keyof FailureFacts, null>> {
  return "advice" in outcome ? outcome : { advice: null, graphError: null, retryAfterMs: null };
}

async function safely<Outcome extends CallOutcome>(
  { journal }: { readonly journal: Journal },
  { phoneNumberId, callId }: LeaseRequest,
  plan: LeasePlan<Outcome>,
): Promise<LeasedWork<Outcome>> {
  try {
    return await plan.work();
  } catch (error) {
    journal.judgementFailed({ phoneNumberId, attemptId: callId, error });
    return { outcome: plan.unknown, sent: true, view: null };
  }
}
