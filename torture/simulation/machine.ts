import { AsyncLocalStorage } from "node:async_hooks";
import type { VirtualTime } from "../../functions/src/testing/virtual-time.ts";

/** One instance of the functions: it has a clock of its own, can be frozen, and can die. */
export interface Machine {
  readonly time: VirtualTime;
  /** Its own wall clock. */
  readonly now: () => number;
  /** Does something at a (true) time; when it is frozen then, as it thaws; when it is dead, never. */
  at(time: number, action: () => void): () => void;
  /** Stands still until a (true) time. */
  freeze(until: number): void;
  kill(): void;
  readonly dead: boolean;
  /** Runs code whose timers and clock are this machine's. */
  run<Value>(work: () => Value): Value;
}

const running = new AsyncLocalStorage<Machine>();

/** The machine that the calling code runs on. */
export function currentMachine(): Machine | undefined {
  return running.getStore();
}

/** A machine whose clock is ahead by `skewMs`. */
export function startMachine(time: VirtualTime, skewMs: number): Machine {
  const state = { dead: false, frozenUntil: 0 };
  const machine: Machine = {
    time,
    now: () => time.now() + skewMs,
    at: (when, action) => {
      const alarm = { cancel: () => undefined as void };
      const ring = (): void => {
        if (state.dead) return;
        if (state.frozenUntil > time.now()) alarm.cancel = time.at(state.frozenUntil, ring);
        else action();
      };
      alarm.cancel = time.at(when, ring);
      return () => alarm.cancel();
    },
    freeze: (until) => {
      state.frozenUntil = Math.max(state.frozenUntil, until);
    },
    kill: () => {
      state.dead = true;
    },
    get dead() {
      return state.dead;
    },
    run: (work) => running.run(machine, work),
  };
  return machine;
}
