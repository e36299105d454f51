import type { PhoneNumberDocument } from "../../contract/phone-number.ts";
import { offboardedSince, openClaim, type NumberFacts } from "./number-facts.ts";

const MINUTE_MS = 60_000;

/** A number with nothing open is read once a day. */
export const HEALTHY_LOOK_MS = 24 * 60 * MINUTE_MS;

/** The longest pause between two looks at an attempt whose outcome is not known: what has to be settled within a quarter of an hour. */
const UNKNOWN_LOOK_MS = 3 * MINUTE_MS;
/** The same for a registration that Meta accepted and does not show yet. */
const AWAITING_LOOK_MS = 15 * MINUTE_MS;
/** When a number is read again that could not be read. */
const FAILED_LOOK_MS = 5 * MINUTE_MS;
/** The same where Meta refused: only a person can change that, by a new token or a new assignment. */
const REFUSED_LOOK_MS = 60 * MINUTE_MS;

/** Exponential backoff: pauses grow with what is waited for, from one minute to the longest. */
const growing = (ageMs: number, longest: number): number => Math.min(longest, Math.max(MINUTE_MS, ageMs / 2));

/** What Meta does by itself is looked for often on the first day. */
const awaiting = (ageMs: number): number =>
  growing(ageMs, ageMs < HEALTHY_LOOK_MS ? AWAITING_LOOK_MS : HEALTHY_LOOK_MS);

/** What decides when a number is read again. Times in ms since the epoch. */
export interface LookState {
  readonly now: number;
  readonly facts: NumberFacts;
  /** Since when an outcome is not known; `null`: none is open. */
  readonly unknownSince: number | null;
  /** Since when Meta has accepted something that it does not show; `null`: nothing. */
  readonly awaitingSince: number | null;
  /** Until when requests that others sent may count; `null`: none are known of. */
  readonly spentElsewhereUntil: number | null;
  /** Whether this look could read the number. */
  readonly read: "ok" | "failed" | "refused";
}

/** When the number is to be read next: the earliest of what is open, what will change by itself, and the daily look. */
export function nextLook({ now, facts, unknownSince, awaitingSince, spentElsewhereUntil, read }: LookState): number {
  const times = [now + HEALTHY_LOOK_MS];
  if (unknownSince !== null) times.push(now + growing(now - unknownSince, UNKNOWN_LOOK_MS));
  if (awaitingSince !== null) times.push(now + awaiting(now - awaitingSince));
  if (read !== "ok") times.push(now + (read === "refused" ? REFUSED_LOOK_MS : FAILED_LOOK_MS));
  if (read === "ok" && hasOpenClaim(facts)) times.push(now + MINUTE_MS);
  const offboarded = offboardedSince(facts);
  if (offboarded !== null) times.push(now + awaiting(now - offboarded));
  const ends = Object.values(facts.webhook?.claims ?? {}).map(({ until }) => Date.parse(until ?? "") + MINUTE_MS);
  times.push(...ends.filter((end) => end > now));
  if (spentElsewhereUntil !== null && spentElsewhereUntil > now) times.push(spentElsewhereUntil);
  times.push(...changesOfBudget(facts.attempts).filter((time) => time > now));
  return Math.min(...times);
}

/** A reading of the same second as the event may have come before it. */
function hasOpenClaim(facts: NumberFacts): boolean {
  return (["name", "quality", "partner", "app", "link", "deletion", "standing"] as const).some(
    (subject) => openClaim(facts, subject) !== undefined,
  );
}

/** When the budget that the document shows is no longer true. */
function changesOfBudget(attempts: PhoneNumberDocument["attempts"]): number[] {
  const times = [attempts?.nextFreeAt ?? null, attempts?.blockedUntil ?? null];
  return times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
}
