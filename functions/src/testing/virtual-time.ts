import type { Clock } from "../app/ports.ts";
import { AlarmQueue } from "./alarm-queue.ts";

/** Time that passes only when everybody waits, so that a month takes a moment and every run is the same. Times in ms. */
export interface VirtualTime {
  readonly now: () => number;
  /** Does something at a time, or at once when that has passed; the answer calls it off. */
  at(time: number, action: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** The clock of one machine. */
  clock(): Clock;
  /** Starts the work and lets time pass until it has ended. @throws when the work waits for nothing that time could bring. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Lets time pass until `end`. @throws what an action throws. */
  runUntil(end: number): Promise<void>;
}

/**
 * By the next turn of the event loop, all promises that an alarm could settle have been followed. The global timer: the simulation
 * replaces the ones of `node:timers/promises` by those of its machines.
 */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export function virtualTime(startsAt: number = Date.UTC(2030, 0, 1)): VirtualTime {
  const queue = new AlarmQueue();
  let present = startsAt;

  const at = (time: number, action: () => void): (() => void) => queue.add(Math.max(time, present), action);

  const sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      at(present + ms, wake);
    });

  const clock = (): Clock => ({
    now: () => present,
    stopwatch: () => {
      const startedAt = present;
      return () => present - startedAt;
    },
    sleep: async (ms) => {
      if (ms > 0) await sleep(ms);
    },
  });

  /** Moves on to the next alarm; `false`: none is due by `end`. */
  const pass = (end: number): boolean => {
    const due = queue.next(end);
    if (due === null) return false;
    present = due.time;
    due.action();
    return true;
  };

  const run = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const progress = { ended: false };
    const result = work().finally(() => {
      progress.ended = true;
    });
    result.catch(() => undefined);
    for (;;) {
      await turn();
      if (progress.ended) return result;
      if (!pass(Infinity)) throw new Error("The work has not ended, and nothing is due that could end it.");
    }
  };

  const runUntil = async (end: number): Promise<void> => {
    do await turn();
    while (pass(end));
    present = end;
  };

  return { now: () => present, at, sleep, clock, run, runUntil };
}
