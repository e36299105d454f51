import { setTimeout as pause } from "node:timers/promises";

/** Work that goes on while others go on, and ends when it is told to. */
export interface Background {
  /** Starts work after a while, without keeping the process alive. Failures and being stopped end it quietly. */
  start(delayMs: number, work: (signal: AbortSignal) => Promise<void>): void;
  /** Waits until nothing is under way any more. */
  idle(): Promise<void>;
  stopAll(): void;
}

export function createBackground(): Background {
  const underWay = new Set<Promise<void>>();
  let stop = new AbortController();
  return {
    start: (delayMs, work) => {
      const { signal } = stop;
      const running = pause(delayMs, undefined, { signal, ref: false })
        .then(() => work(signal))
        .catch(() => undefined)
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stopAll: () => {
      stop.abort();
      stop = new AbortController();
    },
  };
}
