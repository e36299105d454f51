import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import { outcomeWord } from "./calls.ts";
import { duration, moment } from "./time.ts";

const HOUR = 3_600_000;
/** Meta counts over 72 hours; the ledger keeps an attempt a few minutes longer, for clocks that differ. */
const WINDOW = 72 * HOUR;
const MARGIN = 5 * 60_000;

/** One registration that still counts. `at`: its place between 72 hours ago (0) and now (1). */
export interface AttemptMark {
  readonly at: number;
  readonly what: string;
  readonly sent: string;
  /** When it comes back, ms since the epoch. */
  readonly backAt: number;
}

/** The registrations that count at `now` (ms since the epoch), oldest first: the oldest comes back first. */
export function attemptMarks(
  attempts: readonly AttemptDocument[],
  { nextFreeAt }: Pick<AttemptBudget, "nextFreeAt">,
  now: number,
): readonly AttemptMark[] {
  const counting = attempts
    .filter(({ operation, reservedAt }) => operation === "register" && now - Date.parse(reservedAt) < WINDOW + MARGIN)
    .toSorted((one, other) => Date.parse(one.reservedAt) - Date.parse(other.reservedAt));
  const oldest = counting[0] === undefined ? null : Date.parse(counting[0].reservedAt);
  const known = oldest === null || nextFreeAt === null ? Number.NaN : Date.parse(nextFreeAt) - oldest;
  const lasts = known >= WINDOW && known <= WINDOW + 2 * MARGIN ? known : WINDOW + MARGIN;
  return counting.map(({ reservedAt, status }) => {
    const sent = Date.parse(reservedAt);
    return {
      at: Math.min(1, Math.max(0, 1 - (now - sent) / WINDOW)),
      what: outcomeWord(status),
      sent: moment(reservedAt, now),
      backAt: sent + lasts,
    };
  });
}

/** Says at `now` when a registration comes back. */
export const backSentence = ({ backAt }: Pick<AttemptMark, "backAt">, now: number): string =>
  backAt <= now
    ? "is back"
    : `comes back in ${duration(backAt - now)} (${moment(new Date(backAt).toISOString(), now)})`;
