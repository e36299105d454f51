/** The simulator's own time, in milliseconds since 1970. Everything that expires, blocks or is counted goes by it. */
export interface Clock {
  now(): number;
  /** Moves the clock forward, or back with a negative number. A frozen clock stays frozen. */
  advance(seconds: number): void;
  /** Sets the clock. It runs on from there, or stands still when `frozen`. */
  set(now: number, frozen?: boolean): void;
  /** Back to real time. */
  reset(): void;
}

/** A clock that shows real time until it is moved. */
export function createClock(realNow: () => number = Date.now): Clock {
  let offset = 0;
  let frozenAt: number | null = null;
  return {
    now: () => frozenAt ?? realNow() + offset,
    advance(seconds) {
      if (frozenAt === null) offset += seconds * 1000;
      else frozenAt += seconds * 1000;
    },
    set(now, frozen = false) {
      offset = now - realNow();
      frozenAt = frozen ? now : null;
    },
    reset() {
      offset = 0;
      frozenAt = null;
    },
  };
}
