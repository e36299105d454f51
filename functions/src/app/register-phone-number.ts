import type { DataLocalizationRegion } from "../contract/primitives.ts";
import type { RegistrationResult } from "../contract/register-phone-number.ts";
import { accessProof, tokenIsValid, type AccessReads } from "../domain/diagnosis/access-findings.ts";
import { refusalStatus } from "../domain/error/graph-refusal.ts";
import {
  failure,
  mayHaveHappened,
  missingPermission,
  outcomeOfLedgerRefusal,
  outcomeOfRefusal,
  outcomeOfUnreadable,
  registrationResult,
  type RegisterReply,
  type RegistrationOutcome,
} from "../domain/outcome/registration.ts";
import { stopBeforeSpending } from "../domain/outcome/stop-before-spending.ts";
import { isConnected, provesRegistration } from "../domain/phone-number.ts";
import type { Pin } from "../domain/pin.ts";
import type { AttemptEnd, AttemptRequest, Attempts, Clock, Graph, Journal, Settlement, TokenCircuit } from "./ports.ts";
import { readAccess, readMoreAccess } from "./read-access.ts";
import { readBack } from "./read-back.ts";

const READS_MS = 4000;
const POST_MS = 20_000;
/** A call that comes later than this to its POST was frozen on the way: its reservation may no longer mean anything. */
const POST_BY_MS = 25_000;
const LOOK_AGAIN_MS = 60_000;

/** An answer to a request that went out, and not a yes. */
type NotAccepted = Exclude<RegisterReply, { kind: "accepted" | "not_sent" }>;

/** What a registration needs of the world. */
export interface RegistrationPorts {
  readonly graph: Pick<
    Graph,
    "register" | "readNumber" | "inspectToken" | "numbersOfWaba" | "permissions" | "assignedUsers"
  >;
  readonly attempts: Attempts;
  readonly circuit: TokenCircuit;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** One registration, as an operator asked for it. `attemptId` is made once, by whoever took the call. */
export interface RegistrationAsk {
  readonly attemptId: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly isConfiguredNumber: boolean;
  /** The business whose users are asked about when access is missing; `null` or left out: not configured. */
  readonly businessId?: string | null;
  readonly pin: Pin;
  readonly dataLocalizationRegion: DataLocalizationRegion | null;
  readonly force: boolean;
  readonly by: string;
}

/**
 * Registers a number with the Cloud API: reserve, read, post once, read the answer, read the number, write it down.
 * @throws when the reservation is in doubt: then nothing was sent.
 */
export async function registerPhoneNumber(ports: RegistrationPorts, ask: RegistrationAsk): Promise<RegistrationResult> {
  const elapsed = ports.clock.stopwatch();
  const request: AttemptRequest = {
    phoneNumberId: ask.phoneNumberId,
    attemptId: ask.attemptId,
    operation: "register",
    by: ask.by,
    forced: ask.force,
    dataLocalizationRegion: ask.dataLocalizationRegion,
  };
  const reservation = await ports.attempts.reserve(request);
  if (!reservation.granted) {
    const outcome = outcomeOfLedgerRefusal(reservation.refusal, reservation.now);
    ports.journal.registrationRefused({ phoneNumberId: ask.phoneNumberId, status: outcome.status });
    return registrationResult(outcome, ask.phoneNumberId, reservation.attempts, reservation.now);
  }
  const end = await attempt(ports, ask, reservation, elapsed);
  const settled = await settle(ports, request, end);
  const { attempts, now } = settled ?? reservation;
  return registrationResult(end.outcome, ask.phoneNumberId, attempts, now);
}

/** The part between reservation and settlement. It holds the number's lease, and gives back what was not sent. */
async function attempt(
  ports: RegistrationPorts,
  ask: RegistrationAsk,
  { now, openUntil }: { readonly now: number; readonly openUntil: number | null },
  elapsed: () => number,
): Promise<AttemptEnd> {
  const [reads, circuitOpen] = await Promise.all([readAccess(ports, ask, READS_MS), circuitIsOpen(ports)]);
  const provenValid = tokenIsValid(reads) === true;
  const stop =
    stopBeforeSpending(reads, ask) ??
    (circuitOpen && !provenValid ? failure("invalid_token") : null) ??
    // The last answer was lost, and the number does not show what became of it: posting now might be posting again.
    (openUntil !== null && !ask.force ? failure("outcome_unknown", null, openUntil - now) : null);
  if (stop?.status === "invalid_token" && !circuitOpen) await tendCircuit(ports, "open");
  if (stop?.status === "missing_permission") return unspent(await prove(ports, ask, reads), reads);
  if (stop !== null) return unspent(stop, reads);
  if (provenValid && circuitOpen) await tendCircuit(ports, "close");
  if (elapsed() > POST_BY_MS) return unspent(failure("meta_unavailable"), reads);
  ports.journal.registrationSent({ phoneNumberId: ask.phoneNumberId, attemptId: ask.attemptId });
  try {
    const reply = await ports.graph.register(ask, POST_MS);
    if (reply.kind === "not_sent") return unspent(failure("meta_unavailable"), reads);
    if (reply.kind === "accepted") return await confirm(ports, ask, reads);
    if (mayHaveHappened(reply)) return await judgeByReading(ports, ask, reply, reads);
    return await explain(ports, ask, reply, reads);
  } catch (error) {
    // From here on a defect of our own must not look as if nothing had been sent.
    ports.journal.judgementFailed({ phoneNumberId: ask.phoneNumberId, attemptId: ask.attemptId, error });
    const outcome = failure("outcome_unknown");
    return { outcome, spent: true, blocked: false, view: reads.view, lookAgainInMs: LOOK_AGAIN_MS };
  }
}

const unspent = (outcome: RegistrationOutcome, reads: AccessReads): AttemptEnd => ({
  outcome,
  spent: false,
  blocked: false,
  view: reads.view,
  lookAgainInMs: null,
});

/** Access is missing before anything was sent: what proved it stays, and what else can be read joins the evidence. */
async function prove(ports: RegistrationPorts, ask: RegistrationAsk, reads: AccessReads): Promise<RegistrationOutcome> {
  const { wabaNumbers, grants, assigned } = await readMoreAccess(ports, ask, reads, READS_MS);
  return missingPermission(accessProof({ ...reads, wabaNumbers, grants, assigned }, ask, null), null);
}

/** Meta accepted: claim success only when the number itself shows it. */
async function confirm(ports: RegistrationPorts, ask: RegistrationAsk, reads: AccessReads): Promise<AttemptEnd> {
  const view = await readBack(ports, ask.phoneNumberId);
  const connected = view !== null && isConnected(view);
  return {
    outcome: connected ? { status: "registered", alreadyRegistered: false } : { status: "awaiting_meta" },
    spent: true,
    blocked: false,
    view: view ?? reads.view,
    lookAgainInMs: connected ? null : LOOK_AGAIN_MS,
  };
}

/** The answer does not say whether it worked: the number itself decides, against what it was before. */
async function judgeByReading(
  ports: RegistrationPorts,
  ask: RegistrationAsk,
  reply: NotAccepted,
  reads: AccessReads,
): Promise<AttemptEnd> {
  const view = await readBack(ports, ask.phoneNumberId);
  const proven = view !== null && provesRegistration(reads.view, view, ask.force);
  return {
    outcome: proven ? { status: "registered", alreadyRegistered: false } : unclear(reply),
    spent: true,
    blocked: false,
    view: view ?? reads.view,
    lookAgainInMs: proven ? null : LOOK_AGAIN_MS,
  };
}

function unclear(reply: NotAccepted): RegistrationOutcome {
  if (reply.kind === "refused") return failure("meta_unavailable", reply.error);
  return outcomeOfUnreadable(reply.httpStatus);
}

/** Meta refused in words that can be read: say what they mean, with proof where access is missing. */
async function explain(
  ports: RegistrationPorts,
  ask: RegistrationAsk,
  reply: NotAccepted,
  reads: AccessReads,
): Promise<AttemptEnd> {
  const end = { spent: true, blocked: false, view: reads.view, lookAgainInMs: null };
  if (reply.kind === "unreadable") return { ...end, outcome: outcomeOfUnreadable(reply.httpStatus) };
  const status = refusalStatus(reply.error);
  if (status === "invalid_token") await tendCircuit(ports, "open");
  if (status !== "missing_permission") {
    const outcome = outcomeOfRefusal(status, reply.error, reply.regainAccessMs);
    return { ...end, outcome, blocked: status === "rate_limited" };
  }
  const more = await readMoreAccess(ports, ask, reads, READS_MS);
  return { ...end, outcome: missingPermission(accessProof(more, ask, reply.error), reply.error), view: more.view };
}

async function settle(ports: RegistrationPorts, request: AttemptRequest, end: AttemptEnd): Promise<Settlement | null> {
  const { phoneNumberId, attemptId } = request;
  const status = end.outcome.status;
  try {
    const settled = await ports.attempts.settle(request, end);
    const graphError = "graphError" in end.outcome ? end.outcome.graphError : null;
    ports.journal.registrationEnded({ phoneNumberId, attemptId, status, spent: end.spent, graphError });
    return settled;
  } catch (error) {
    // The caller learns the truth all the same; the reconciler finds the open attempt when its lease has run out.
    ports.journal.settlementFailed({ phoneNumberId, attemptId, status, error });
    return null;
  }
}

/** An unreadable circuit is a closed one: it may save attempts, but must not forbid any. */
async function circuitIsOpen(ports: RegistrationPorts): Promise<boolean> {
  try {
    return await ports.circuit.isOpen();
  } catch (error) {
    ports.journal.circuitFailed({ error });
    return false;
  }
}

async function tendCircuit(ports: RegistrationPorts, change: "open" | "close"): Promise<void> {
  try {
    await ports.circuit[change]();
  } catch (error) {
    ports.journal.circuitFailed({ error });
  }
}
