import { READS_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { GIVE_UP_MS, isGivenUp } from "../domain/attempt/open-attempt.ts";
import { accessProof, type AccessReads } from "../domain/diagnosis/access-findings.ts";
import { accessFailure, callFailure, isFailure } from "../domain/error/call-failure.ts";
import { mayHaveHappened, statusOfSilence, type NotAccepted } from "../domain/error/call-refusal.ts";
import { stillOpen, type AttemptFailure } from "../domain/outcome/attempt.ts";
import type { PlainRegistrationFailure } from "../domain/outcome/registration.ts";
import type { CallReply } from "../domain/reply.ts";
import type { AttemptPlan, AttemptPorts, EndOf, FailedAttempt, Granted } from "./attempt-plan.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { AttemptEnd, CallAsk } from "./ports.ts";
import { noteOtherKeys, type PostFailure } from "./post-once.ts";
import { readMoreAccess } from "./read-access.ts";
import { readBack } from "./read-back.ts";
import { sendOnce } from "./send-once.ts";
import { tendCircuit } from "./token-circuit.ts";

/** A number whose outcome is open is read again by the reconciler after this time. */
const LOOK_AGAIN_MS = 60_000;

/** The reservation that an attempt works under, the time since its call came in, and what was begun to be read meanwhile. */
export interface Reserved {
  readonly reservation: Granted;
  readonly elapsed: () => number;
  readonly reads: Promise<AccessReads>;
  /** Whether the circuit breaker of the token is open. */
  readonly isOpen: Promise<boolean>;
}

/** The part between reservation and settlement. It holds the number's lease. */
export async function attempt<Done extends { readonly status: string }, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  reserved: Reserved,
): Promise<AttemptEnd<EndOf<Done, Status>>> {
  const { reads, stop } = await readFirst(ports, ask, plan, reserved);
  if (stop !== null) return unspent(stop, reads.view);
  if (plan.ahead === undefined) return post(ports, ask, plan, { reads, reserved });
  const refused = (await ask.mayPost?.()) ?? null;
  if (refused !== null) return unspent(fail(plan, refused.status, refused.retryAfterMs), reads.view);
  const ahead = await plan.ahead.make({ reads, elapsed: reserved.elapsed }, reserved.reservation);
  if (ahead.stop?.status === "invalid_token") await tendCircuit(ports, "open");
  if (ahead.stop !== null) return { ...unspent(ahead.stop, reads.view), ahead: ahead.made };
  const end = await post(ports, ask, plan, { reads, reserved });
  return { ...end, outcome: adding(end.outcome, ahead.adds), ahead: ahead.made };
}

/** A failure with one more sentence; anything else as it is. */
function adding<Outcome extends object>(outcome: Outcome, sentence: string | null): Outcome {
  if (sentence === null || !isFailure(outcome)) return outcome;
  const { advice } = outcome;
  return { ...outcome, advice: { ...advice, message: `${advice.message} ${sentence}` } };
}

/** The one POST that Meta counts, and what became of it. */
async function post<Done extends { readonly status: string }, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  { reads, reserved }: { readonly reads: AccessReads; readonly reserved: Reserved },
): Promise<AttemptEnd<EndOf<Done, Status>>> {
  const { phoneNumberId, attemptId, mayPost } = ask;
  const { elapsed } = reserved;
  const about = { call: plan.operation, phoneNumberId, attemptId };
  return sendOnce<CallReply, AttemptEnd<EndOf<Done, Status>>>(
    ports,
    about,
    { elapsed, mayPost },
    {
      send: plan.send,
      withheld: ({ status, retryAfterMs }) => unspent(fail(plan, status, retryAfterMs), reads.view),
      inDoubt: () => open(fail(plan, "outcome_unknown", GIVE_UP_MS - elapsed()), reads.view),
      judge: (reply) => {
        if (reply.kind === "not_sent") return unspent(fail(plan, "meta_unavailable"), reads.view);
        if (reply.kind === "accepted") {
          noteOtherKeys(ports.journal, about, reply);
          return confirm(ports, ask, plan, reads);
        }
        if (mayHaveHappened(reply)) return judgeByReading(ports, ask, plan, { reply, reads, reserved });
        return explain(ports, ask, plan, reply, reads);
      },
    },
  );
}

const unspent = <Outcome>(outcome: Outcome, view: MetaView | null): AttemptEnd<Outcome> => ({
  ...spent(outcome, view),
  spent: false,
});

const spent = <Outcome>(outcome: Outcome, view: MetaView | null): AttemptEnd<Outcome> => ({
  outcome,
  spent: true,
  blocked: false,
  view,
  lookAgainInMs: null,
});

const open = <Outcome>(outcome: Outcome, view: MetaView | null): AttemptEnd<Outcome> => ({
  ...spent(outcome, view),
  lookAgainInMs: LOOK_AGAIN_MS,
});

function fail<Status extends PlainRegistrationFailure>(
  { advice }: Pick<AttemptPlan<unknown, Status>, "advice">,
  status: AttemptFailure | PostFailure,
  retryAfterMs: number | null = null,
): FailedAttempt<Status> {
  return callFailure<Status | AttemptFailure | PostFailure>(advice, status, null, retryAfterMs);
}

/** What is read before anything is spent, and what stops the call. */
async function readFirst<Done extends { readonly status: string }, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  { reservation, ...reading }: Reserved,
): Promise<{ readonly reads: AccessReads; readonly stop: EndOf<Done, Status> | null }> {
  const [reads, isOpen] = await Promise.all([reading.reads, reading.isOpen]);
  const { open: earlier, now } = reservation;
  const found = plan.stop(reads, reservation.known);
  if (found !== null && !isFailure(found)) return { reads, stop: found };
  if (earlier !== null && !plan.force && !isGivenUp(earlier, reads.view !== null, now)) {
    return { reads, stop: stillOpen<Status>(plan.advice, earlier, now) };
  }
  // Only using the token proves it: debug_token was seen to call tokens valid that every use was refused with.
  const isProven = reads.view !== null;
  const held = found ?? (isOpen && !isProven ? fail(plan, "invalid_token") : null);
  const stop = held ?? (await plan.ahead?.stop(reads)) ?? null;
  if (stop?.status === "invalid_token" && !isOpen) await tendCircuit(ports, "open");
  if (stop === null && isOpen && isProven) await tendCircuit(ports, "close");
  if (held?.status === "missing_permission") return { reads, stop: await prove(ports, ask, reads) };
  return { reads, stop };
}

/** Access is missing before anything was sent: what proved it stays, and what else can be read joins the evidence. */
async function prove(ports: AttemptPorts, ask: CallAsk, reads: AccessReads): Promise<FailedAttempt<never>> {
  const { wabaNumbers, grants, assigned } = await readMoreAccess(ports, ask, reads, READS_MS);
  return accessFailure(accessProof({ ...reads, wabaNumbers, grants, assigned }, ask, null), null);
}

/** Meta accepted: success is claimed only when the number itself shows it. */
async function confirm<Done, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  reads: AccessReads,
): Promise<AttemptEnd<EndOf<Done, Status>>> {
  const view = await readBack(ports, ask.phoneNumberId, plan.shows);
  if (view !== null && plan.shows(view)) return spent(plan.done(reads.view), view);
  return open({ status: "awaiting_meta" } as const, view ?? reads.view);
}

/** The answer does not say whether it worked: the number itself decides, against what it was before. */
async function judgeByReading<Done, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  { reply, reads, reserved }: { readonly reply: NotAccepted; readonly reads: AccessReads; readonly reserved: Reserved },
): Promise<AttemptEnd<EndOf<Done, Status>>> {
  const view = await readBack(ports, ask.phoneNumberId, plan.shows);
  if (view !== null && plan.proves(reads.view, view)) return spent(plan.done(reads.view), view);
  const waitMs = GIVE_UP_MS - reserved.elapsed();
  const outcome =
    reply.kind === "refused"
      ? callFailure<Status | AttemptFailure | PostFailure>(plan.advice, "meta_unavailable", reply.error, waitMs)
      : fail(plan, statusOfSilence(reply), waitMs);
  return open(outcome, view ?? reads.view);
}

/** Meta refused in words that can be read: say what they mean, with proof where access is missing. */
async function explain<Done, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
  reply: NotAccepted,
  reads: AccessReads,
): Promise<AttemptEnd<EndOf<Done, Status>>> {
  if (reply.kind === "unreadable") return spent(fail(plan, statusOfSilence(reply)), reads.view);
  const known = plan.means(reply, reads.view);
  if (known !== null) return spent(known, reads.view);
  const refusal = { call: plan.operation, error: reply.error, regainAccessMs: reply.regainAccessMs };
  const { outcome, view } = await explainRefusal<Status | AttemptFailure | PostFailure>(
    ports,
    ask,
    plan.advice,
    refusal,
    reads,
  );
  if (outcome.status === "invalid_token") await tendCircuit(ports, "open");
  return { ...spent(outcome, view), blocked: outcome.status === "rate_limited" };
}
