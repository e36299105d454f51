import { READ_BACK_MS } from "../contract/patience.ts";
import type { Clock } from "./ports.ts";

const PAUSES_MS = [0, 1000, 2000];
const ONE_LOOK_MS = 3000;

/**
 * Looks after a POST until a look shows what is hoped for: by default three times at most, with a pause before each, and never for longer
 * than seven seconds in all. `null`: none showed it. `look` is told how long it may take, in ms, and answers `null` where it shows nothing.
 */
export async function lookUntil<Seen>(
  clock: Pick<Clock, "stopwatch" | "sleep">,
  look: (deadlineMs: number) => Promise<Seen | null>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<Seen | null> {
  const elapsed = clock.stopwatch();
  for (const pause of pausesMs) {
    if (elapsed() + pause >= READ_BACK_MS) break;
    await clock.sleep(pause);
    const left = Math.max(1, READ_BACK_MS - elapsed());
    const seen = await look(Math.min(left, ONE_LOOK_MS));
    if (seen !== null) return seen;
  }
  return null;
}
