import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "./app/ports.ts";

/** This machine's own time. A stopwatch believes whichever has gone further, the time of day or the running time. */
export const clock: Clock = {
  now: () => Date.now(),
  stopwatch: () => {
    const wall = Date.now();
    const running = performance.now();
    return () => Math.max(Date.now() - wall, performance.now() - running);
  },
  sleep: async (ms) => {
    if (ms > 0) await pause(ms);
  },
};
