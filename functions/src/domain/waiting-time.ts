const UNITS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** A whole number that is not the tail of a longer one ("1.5 hours"). */
const AMOUNT = /(?<![\d.,])(\d{1,6})\s*(second|minute|hour|day)s?\b/gi;
/** Meta's longest documented wait is 72 hours; what claims more than a week is not a waiting time. */
const LONGEST = 7 * 86_400_000;

/**
 * The wait that a sentence of Meta's names ("Try again in 1 hour 30 minutes"), in milliseconds; `null` when it names none.
 * `error_data.details` may be localised, so a sentence that is not English yields `null`.
 */
export function waitingTime(sentence: string | null): number | null {
  if (sentence === null) return null;
  let total = 0;
  for (const [, amount, unit] of sentence.slice(0, 1000).matchAll(AMOUNT)) {
    total += Number(amount) * (UNITS[(unit ?? "").toLowerCase()] ?? 0);
  }
  return total > 0 && total <= LONGEST ? total : null;
}
