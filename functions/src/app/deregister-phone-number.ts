import type { DeregistrationResult } from "../contract/deregister-phone-number.ts";
import type { RegistrationRecord } from "../contract/phone-number.ts";
import { DEREGISTRATION_ADVICE } from "../domain/advice/deregistration-advice.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import { callRefusalStatus } from "../domain/error/call-refusal.ts";
import {
  deregistrationResult,
  deregistrationWithheld,
  stopBeforeDeregistering,
  type DeregistrationOutcome,
} from "../domain/outcome/deregistration.ts";
import { mayHaveHappened, unreadableStatus, type Unaccepted } from "../domain/outcome/registration.ts";
import { isConnected, provesDeregistration } from "../domain/phone-number.ts";
import { explainRefusal, type CallSubject } from "./explain-refusal.ts";
import type { AttemptEnd, AttemptRequest, Attempts, Clock, Graph, Settlement } from "./ports.ts";
import { readAccess, type Reading } from "./read-access.ts";
import { readBack } from "./read-back.ts";

const READS_MS = 4000;
const POST_MS = 20_000;
/** A call that comes later than this to its POST was frozen on the way: its reservation may no longer mean anything. */
const POST_BY_MS = 25_000;
const LOOK_AGAIN_MS = 60_000;

/** An answer to a request that went out, and not a yes. */
type NotAccepted = Exclude<Unaccepted, { kind: "not_sent" }>;

type DeregistrationEnd = AttemptEnd<DeregistrationOutcome>;

/** What a deregistration needs of the world. */
export interface DeregistrationPorts extends Reading {
  readonly graph: Reading["graph"] & Pick<Graph, "deregister">;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

/** One deregistration, as an operator asked for it. `attemptId` is made once, by whoever took the call. */
export interface DeregistrationAsk extends CallSubject {
  readonly attemptId: string;
  readonly by: string;
}

/**
 * Takes a number off the Cloud API: reserve, read, post once, read the answer, read the number, write it down.
 * @throws when the reservation is in doubt: then nothing was sent.
 */
export async function deregisterPhoneNumber(
  ports: DeregistrationPorts,
  ask: DeregistrationAsk,
): Promise<DeregistrationResult> {
  const elapsed = ports.clock.stopwatch();
  const { phoneNumberId, attemptId, by } = ask;
  const operation = "deregister";
  const request: AttemptRequest = {
    phoneNumberId,
    attemptId,
    operation,
    by,
    forced: false,
    dataLocalizationRegion: null,
  };
  const reservation = await ports.attempts.reserve(request);
  if (!reservation.granted) {
    const outcome = deregistrationWithheld(reservation.refusal, reservation.now);
    ports.journal.callWithheld({ call: operation, phoneNumberId, status: outcome.status });
    return deregistrationResult(outcome, phoneNumberId, reservation.attempts, reservation.now);
  }
  const end = await attempt(ports, ask, reservation.known, elapsed);
  const settled = await settle(ports, request, end);
  const { attempts, now } = settled ?? reservation;
  return deregistrationResult(end.outcome, phoneNumberId, attempts, now);
}

/** The part between reservation and settlement. It holds the number's lease, and gives back what was not sent. */
async function attempt(
  ports: DeregistrationPorts,
  ask: DeregistrationAsk,
  known: RegistrationRecord | null,
  elapsed: () => number,
): Promise<DeregistrationEnd> {
  const reads = await readAccess(ports, ask, READS_MS);
  const stop = stopBeforeDeregistering(reads, known, ask);
  if (stop !== null) return unspent(stop, reads);
  if (elapsed() > POST_BY_MS) return unspent(callFailure(DEREGISTRATION_ADVICE, "meta_unavailable"), reads);
  const { phoneNumberId, attemptId } = ask;
  ports.journal.callSent({ call: "deregister", phoneNumberId, callId: attemptId });
  try {
    const reply = await ports.graph.deregister(phoneNumberId, POST_MS);
    if (reply.kind === "not_sent") return unspent(callFailure(DEREGISTRATION_ADVICE, "meta_unavailable"), reads);
    if (reply.kind === "accepted") return await confirm(ports, ask, reads);
    if (mayHaveHappened(reply)) return await judgeByReading(ports, ask, reply, reads);
    return await explain(ports, ask, reply, reads);
  } catch (error) {
    // From here on a defect of our own must not look as if nothing had been sent.
    ports.journal.judgementFailed({ phoneNumberId, attemptId, error });
    return { ...spent(callFailure(DEREGISTRATION_ADVICE, "outcome_unknown"), reads), lookAgainInMs: LOOK_AGAIN_MS };
  }
}

const unspent = (outcome: DeregistrationOutcome, reads: AccessReads): DeregistrationEnd => ({
  ...spent(outcome, reads),
  spent: false,
});

const spent = (outcome: DeregistrationOutcome, { view }: Pick<AccessReads, "view">): DeregistrationEnd => ({
  outcome,
  spent: true,
  blocked: false,
  view,
  lookAgainInMs: null,
});

/** Meta accepted: claim it only when the number itself no longer shows as connected. */
async function confirm(
  ports: DeregistrationPorts,
  ask: DeregistrationAsk,
  reads: AccessReads,
): Promise<DeregistrationEnd> {
  const view = await readBack(ports, ask.phoneNumberId, (seen) => !isConnected(seen));
  if (view === null || isConnected(view)) {
    return { ...spent({ status: "awaiting_meta" }, { view: view ?? reads.view }), lookAgainInMs: LOOK_AGAIN_MS };
  }
  return spent({ status: "deregistered", alreadyDeregistered: false }, { view });
}

/** The answer does not say whether it worked: the number itself decides, against what it was before. */
async function judgeByReading(
  ports: DeregistrationPorts,
  ask: DeregistrationAsk,
  reply: NotAccepted,
  reads: AccessReads,
): Promise<DeregistrationEnd> {
  const view = await readBack(ports, ask.phoneNumberId, (seen) => !isConnected(seen));
  if (view !== null && provesDeregistration(reads.view, view)) {
    return spent({ status: "deregistered", alreadyDeregistered: false }, { view });
  }
  const outcome =
    reply.kind === "refused"
      ? callFailure(DEREGISTRATION_ADVICE, "meta_unavailable", reply.error)
      : callFailure(DEREGISTRATION_ADVICE, unreadableStatus(reply.httpStatus));
  return { ...spent(outcome, { view: view ?? reads.view }), lookAgainInMs: LOOK_AGAIN_MS };
}

/** Meta refused in words that can be read: say what they mean. That the number is not registered is what was asked for. */
async function explain(
  ports: DeregistrationPorts,
  ask: DeregistrationAsk,
  reply: NotAccepted,
  reads: AccessReads,
): Promise<DeregistrationEnd> {
  if (reply.kind === "unreadable") {
    return spent(callFailure(DEREGISTRATION_ADVICE, unreadableStatus(reply.httpStatus)), reads);
  }
  if (callRefusalStatus("deregister", reply.error) === "not_registered") {
    return spent({ status: "deregistered", alreadyDeregistered: true }, reads);
  }
  const refusal = { call: "deregister", ...reply } as const;
  const { outcome, view } = await explainRefusal(ports, ask, DEREGISTRATION_ADVICE, refusal, reads);
  return { ...spent(outcome, { view }), blocked: outcome.status === "rate_limited" };
}

async function settle(
  ports: DeregistrationPorts,
  request: AttemptRequest,
  end: DeregistrationEnd,
): Promise<Settlement | null> {
  const about = { call: "deregister", phoneNumberId: request.phoneNumberId, callId: request.attemptId } as const;
  const { status } = end.outcome;
  try {
    const settled = await ports.attempts.settle(request, end);
    const graphError = "graphError" in end.outcome ? end.outcome.graphError : null;
    ports.journal.callEnded({ ...about, status, graphError });
    return settled;
  } catch (error) {
    // The caller learns the truth all the same; the reconciler finds the open attempt when its lease has run out.
    ports.journal.callUnrecorded({ ...about, status, error });
    return null;
  }
}
