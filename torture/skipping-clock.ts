import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../functions/src/app/ports.ts";

/** What is waited for takes this long at most; the rest of the time is skipped. */
const LONGEST_PAUSE_MS = 20;

/** A clock that goes as the true one does, and skips the time in which nothing happens: for calls that wait for real requests, which virtual time could not wait for. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
}

export function skippingClock(): SkippingClock {
  let skipped = 0;
  const now = (): number => Date.now() + skipped;
  return {
    now,
    stopwatch: () => {
      const startedAt = now();
      return () => now() - startedAt;
    },
    sleep: async (ms) => {
      const real = Math.min(ms, LONGEST_PAUSE_MS);
      skipped += ms - real;
      await pause(real);
    },
    skip: (ms) => {
      skipped += ms;
    },
  };
}
