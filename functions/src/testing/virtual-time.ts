import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../app/ports.ts";

/** Time that passes only when everybody waits, so that a month takes a moment and every run is the same. Times in ms. */
export interface VirtualTime {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** The clock of one machine, ahead of the true time by `skewMs`. */
  clock(skewMs?: number): Clock;
  /** Starts the work and lets time pass until it has ended. @throws when the work waits for nothing that time could bring. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
}

interface Alarm {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualTime(startsAt: number = Date.UTC(2030, 0, 1)): VirtualTime {
  let present = startsAt;
  const alarms: Alarm[] = [];

  const now = (): number => present;

  const sleep = (ms: number): Promise<void> => {
    const at = present + Math.max(0, ms);
    return new Promise((wake) => {
      const later = alarms.findIndex((alarm) => alarm.at > at);
      alarms.splice(later === -1 ? alarms.length : later, 0, { at, wake });
    });
  };

  const clock = (skewMs = 0): Clock => ({
    now: () => present + skewMs,
    stopwatch: () => {
      const startedAt = present;
      return () => present - startedAt;
    },
    sleep: async (ms) => {
      if (ms > 0) await sleep(ms);
    },
  });

  const run = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const progress = { ended: false };
    const result = work().finally(() => {
      progress.ended = true;
    });
    result.catch(() => undefined);
    for (;;) {
      await turn();
      if (progress.ended) return result;
      const next = alarms.shift();
      if (next === undefined) throw new Error("The work has not ended, and nothing is due that could end it.");
      present = next.at;
      next.wake();
    }
  };

  return { now, sleep, clock, run };
}
