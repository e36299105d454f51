import type { AttemptDocument, MetaView } from "../../contract/phone-number.ts";
import { isConnected, isOff, isRegistered } from "../phone-number.ts";
import { WINDOW_MS, type LedgerEntry, type OpenStatus, type Operation } from "./attempt-window.ts";

/** An attempt whose end is not final. Times in ms since the epoch. */
export interface OpenAttempt {
  readonly attemptId: string;
  readonly operation: Operation;
  readonly status: AttemptDocument["status"];
  readonly reservedAt: number;
  readonly before: MetaView | null;
}

/** What became of an open attempt. `final`: it is not looked at again. */
export interface AttemptVerdict {
  readonly attemptId: string;
  readonly status: AttemptDocument["status"];
  readonly final: boolean;
}

/**
 * How long after it was reserved an attempt of unknown outcome is given up: its lease, and eight minutes of reading. Meta shows a
 * registration within seconds, as a rule. With the longest pause between looks this stays below a quarter of an hour.
 */
export const GIVE_UP_MS = 10 * 60_000;
/** A caller asks again no sooner than a minute later: the number is read every minute or so by itself. */
const ASK_AGAIN_MS = 60_000;
/** An accepted call that Meta has not shown for this long is not watched any more. */
const STOP_AWAITING_MS = 72 * 3_600_000;
/** Meta's clock and Firestore's agree better than this. */
const SKEW_MS = 5 * 60_000;

/** An earlier request whose outcome is open. */
export interface OpenEnd {
  readonly status: OpenStatus;
  readonly reservedAt: number;
}

/**
 * The newest request of one operation on a number whose outcome is open, besides `attemptId`; `null`: none is. The ledger alone decides
 * it: the number's document may have been changed since. An instance that died left an entry without an end.
 */
export function openEnd(entries: readonly LedgerEntry[], now: number, attemptId: string): OpenEnd | null {
  const open = entries.filter(
    (entry) => entry.end !== "final" && entry.attemptId !== attemptId && entry.reservedAt > now - WINDOW_MS,
  );
  const newest = open.toSorted((one, other) => other.reservedAt - one.reservedAt)[0];
  if (newest === undefined) return null;
  const status = newest.end === undefined || newest.end === "final" ? "outcome_unknown" : newest.end;
  return { status, reservedAt: newest.reservedAt };
}

/** How a request whose outcome is open stands in the ledger, by the status that its caller was answered. */
export function openStatus(status: string): OpenStatus {
  return status === "awaiting_meta" || status === "meta_unavailable" ? status : "outcome_unknown";
}

/**
 * Whether an open request may be given up, so that another may be sent: ten minutes have passed, and a reading does not show what it
 * was to bring about. What Meta has accepted is not given up.
 */
export function isGivenUp({ status, reservedAt }: OpenEnd, isRead: boolean, now: number): boolean {
  return isRead && status !== "awaiting_meta" && now - reservedAt >= GIVE_UP_MS;
}

/** When asking again makes sense, in ms from now, of a request whose outcome has been open for so long. */
export function askAgainInMs(openForMs: number): number {
  return Math.max(ASK_AGAIN_MS, GIVE_UP_MS - openForMs);
}

/** What a reading says of an open attempt; `null`: nothing new. `view` null: the number could not be read. */
export function judgeAttempt(attempt: OpenAttempt, view: MetaView | null, now: number): AttemptVerdict | null {
  const { attemptId } = attempt;
  const age = now - attempt.reservedAt;
  const status = attempt.status === "in_progress" ? "outcome_unknown" : attempt.status;
  if (status === "awaiting_meta") {
    if (view !== null && shows(attempt, view)) return { attemptId, status: success(attempt), final: true };
    return age > STOP_AWAITING_MS ? { attemptId, status, final: true } : null;
  }
  if (view !== null && shows(attempt, view)) {
    return { attemptId, status: isProven(attempt, view) ? success(attempt) : status, final: true };
  }
  if (view !== null && age >= GIVE_UP_MS) return { attemptId, status, final: true };
  return status === attempt.status ? null : { attemptId, status, final: false };
}

const success = ({ operation }: OpenAttempt): "registered" | "deregistered" =>
  operation === "register" ? "registered" : "deregistered";

/** Whether the number was as the attempt was to leave it. */
function wasSo({ operation }: OpenAttempt, before: MetaView): boolean {
  return operation === "register" ? isRegistered(before) : isOff(before);
}

/** Whether the number is as the attempt wanted it. */
function shows({ operation }: OpenAttempt, view: MetaView): boolean {
  return operation === "register" ? isConnected(view) : isOff(view);
}

/**
 * Whether it was this attempt that made it so: it was otherwise before, or Meta names a time of onboarding that fits. A number
 * that was registered long before proves nothing.
 */
function isProven(attempt: OpenAttempt, view: MetaView): boolean {
  const { before, operation, reservedAt } = attempt;
  const onboarded = operation === "register" ? Date.parse(view.lastOnboardedAt ?? "") : Number.NaN;
  if (!Number.isNaN(onboarded) && onboarded < reservedAt - SKEW_MS) return false;
  if (before === null || before.status === null) return !Number.isNaN(onboarded);
  if (!wasSo(attempt, before)) return true;
  return !Number.isNaN(onboarded) && before.lastOnboardedAt !== view.lastOnboardedAt;
}
