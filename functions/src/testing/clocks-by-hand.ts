import type { Clock } from "../app/ports.ts";

/** A clock that shows what it is told, in ms since the epoch: nothing takes time on it. */
export const clockAt = (now: () => number): Clock => ({ now, stopwatch: () => () => 0, sleep: async () => undefined });

/** A clock that goes on while somebody sleeps by it, and where it is told to. */
export interface SteppedClock extends Clock {
  /** How long was slept, each time, in ms. */
  readonly slept: readonly number[];
  pass(ms: number): void;
}

export function steppedClock(startsAt = 0): SteppedClock {
  const slept: number[] = [];
  let now = startsAt;
  return {
    slept,
    now: () => now,
    pass: (ms) => void (now += ms),
    stopwatch: () => {
      const since = now;
      return () => now - since;
    },
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}
