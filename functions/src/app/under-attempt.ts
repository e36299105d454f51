import type { AttemptBudget } from "../contract/attempts.ts";
import { READS_MS } from "../contract/patience.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { factsOf, toldOf } from "../domain/error/call-failure.ts";
import { refusedByLedger, type AttemptOutcome } from "../domain/outcome/attempt.ts";
import type { PlainRegistrationFailure } from "../domain/outcome/registration.ts";
import type { AttemptPlan, AttemptPorts, EndOf } from "./attempt-plan.ts";
import { attempt } from "./attempt.ts";
import type { AttemptEnd, AttemptRequest, CallAsk, Settlement } from "./ports.ts";
import { readAccess } from "./read-access.ts";
import { circuitIsOpen } from "./token-circuit.ts";
import { writtenDown, type LoggedEnd } from "./written-down.ts";

/** How a call that Meta counts ended, with the budget that is left and Firestore's time. */
export interface Attempted<Outcome> {
  readonly outcome: Outcome;
  readonly attempts: AttemptBudget;
  readonly now: number;
}

/**
 * Makes one call that Meta counts: reserve, read, post at most once, judge, settle. What nothing was sent for is given back, and
 * nothing is sent while the outcome of an earlier call is open. @throws when the reservation is in doubt: then nothing was sent.
 */
export async function underAttempt<Done extends AttemptOutcome, Status extends PlainRegistrationFailure>(
  ports: AttemptPorts,
  ask: CallAsk,
  plan: AttemptPlan<Done, Status>,
): Promise<Attempted<EndOf<Done, Status>>> {
  const elapsed = ports.clock.stopwatch();
  const { phoneNumberId, attemptId, by } = ask;
  const { operation, force, dataLocalizationRegion } = plan;
  const request = { phoneNumberId, attemptId, operation, by, forced: force, dataLocalizationRegion };
  const isOpen = circuitIsOpen(ports);
  const reads = readsAhead(ports, ask);
  const reservation = await ports.attempts.reserve(request, reads.begin);
  if (!reservation.granted) {
    const { refusal, attempts, now } = reservation;
    const outcome = refusedByLedger<Status>(plan.advice, refusal, now);
    ports.journal.callWithheld({ call: operation, phoneNumberId, status: outcome.status });
    return { outcome, attempts, now };
  }
  const made = await attempt(ports, ask, plan, { reservation, elapsed, reads: reads.newest(), isOpen });
  const end = { ...made, outcome: toldOf(ask, made.outcome) };
  const settled = await settle(ports, request, end);
  const { attempts, now } = settled ?? reservation;
  return { outcome: end.outcome, attempts, now };
}

/**
 * What is read before spending, begun while the reservation is written. Nobody else's call can have changed the number since: what was
 * read of the ledger just before still held when the reservation was written, or else the reading begins anew.
 */
function readsAhead(ports: AttemptPorts, ask: CallAsk) {
  let reads: Promise<AccessReads> | null = null;
  const begin = (): void => {
    reads = readAccess(ports, ask, READS_MS);
    // The reservation may fail; then nobody asks for them.
    reads.catch(() => undefined);
  };
  return { begin, newest: (): Promise<AccessReads> => reads ?? readAccess(ports, ask, READS_MS) };
}

function settle(
  ports: AttemptPorts,
  request: AttemptRequest,
  end: AttemptEnd<AttemptOutcome>,
): Promise<Settlement | null> {
  const { operation: call, phoneNumberId, attemptId } = request;
  const { status } = end.outcome;
  const { graphError } = factsOf(end.outcome);
  const ended = { about: { call, phoneNumberId, attemptId }, status, spent: end.spent, graphError };
  const ends = [...endAhead(request, end.ahead), ended];
  return writtenDown(ports, ends, () => ports.attempts.settle(request, end));
}

/** The end of the call that went ahead of the attempt, if one did. */
function endAhead({ phoneNumberId, attemptId }: AttemptRequest, ahead: AttemptEnd["ahead"] = null): LoggedEnd[] {
  if (ahead === null) return [];
  const { call, status, sent, graphError } = ahead;
  return [{ about: { call, phoneNumberId, attemptId }, status, spent: sent, graphError }];
}
