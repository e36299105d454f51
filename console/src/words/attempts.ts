import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import { duration, moment } from "./time.ts";
import type { Tone } from "./tone.ts";

/** The budget as a row of dots and two sentences. */
export interface AttemptsView {
  /** One a request; `true` where it is still to be had. */
  readonly dots: readonly boolean[];
  readonly summary: string;
  /** When more will be to be had, or `null`. */
  readonly wait: string | null;
  readonly tone: Tone;
}

/** Says what is left of a budget at `now`, ms since the epoch. */
export function attemptsView(budget: AttemptBudget, now: number): AttemptsView {
  const { limit, remaining } = budget;
  const blocked = budget.blockedUntil !== null && Date.parse(budget.blockedUntil) > now;
  const left = blocked ? 0 : remaining;
  return {
    dots: Array.from({ length: limit }, (_, index) => index < left),
    summary: summaryOf(budget, left, blocked),
    wait: waitOf(budget, blocked, now),
    tone: left === 0 ? "bad" : left <= 3 ? "warn" : "good",
  };
}

/** Where others spend too, our own count is only the most that can be left. */
function summaryOf({ limit, spentElsewhere }: AttemptBudget, left: number, blocked: boolean): string {
  if (blocked) return `Meta refuses every attempt for now.${spentElsewhere ? " Others have spent some of them." : ""}`;
  const count = `${left} of ${limit} attempts left in 72 hours`;
  return spentElsewhere ? `At most ${count}: others spend from them too.` : `${count}.`;
}

function waitOf({ blockedUntil, nextFreeAt }: AttemptBudget, blocked: boolean, now: number): string | null {
  if (blocked && blockedUntil !== null) return `Blocked for another ${until(blockedUntil, now)}.`;
  if (nextFreeAt === null) return null;
  if (Date.parse(nextFreeAt) > now) return `The next one comes back in ${until(nextFreeAt, now)}.`;
  return `One came back at ${moment(nextFreeAt, now)}. The count is brought up to date with the next call.`;
}

const until = (iso: string, now: number): string => `${duration(Date.parse(iso) - now)} (${moment(iso, now)})`;
