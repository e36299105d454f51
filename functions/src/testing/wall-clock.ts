import type { Clock } from "../app/ports.ts";

/** This machine's own time. */
export const wallClock: Pick<Clock, "now" | "stopwatch"> = {
  now: () => Date.now(),
  stopwatch: () => {
    const startedAt = Date.now();
    return () => Math.max(0, Date.now() - startedAt);
  },
};
