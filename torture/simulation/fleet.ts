import type { VirtualTime } from "../../functions/src/testing/virtual-time.ts";
import { startMachine, type Machine } from "./machine.ts";
import type { Random } from "./random.ts";

const SKEW_MS = 600_000;

/** A machine with what it was deployed with. */
export interface Deployed {
  readonly machine: Machine;
  readonly token: string;
  /** Called when the machine dies. */
  readonly lastWords: Set<() => void>;
}

/** The instances of the functions. One that dies is replaced by one whose clock goes right, or is off by another span, up to ten minutes. */
export interface Fleet {
  any(): Deployed;
  /** The one instance that scheduled runs get. */
  scheduled(): Deployed;
  token(): string;
  /** All that were ever in use. */
  tokens(): readonly string[];
  /** New instances get a new token; the old ones live on for a while. */
  deploy(token: string): void;
  kill(victim: Deployed): void;
  /** Until a (true) time. */
  freeze(victim: Deployed, until: number): void;
  readonly counts: { kills: number; freezes: number };
}

export function fleet(time: VirtualTime, random: Random, size: number): Fleet {
  let token = "system-user-token-1";
  const tokens = [token];
  const counts = { kills: 0, freezes: 0 };
  const start = (): Deployed => ({
    machine: startMachine(time, random.chance(0.5) ? 0 : random.between(-SKEW_MS, SKEW_MS)),
    token,
    lastWords: new Set(),
  });
  const running: Deployed[] = Array.from({ length: size + 1 }, start);
  const replace = (old: Deployed): void => {
    const place = running.indexOf(old);
    if (place !== -1) running[place] = start();
  };
  return {
    any: () => running[random.whole(0, size - 1)] ?? start(),
    scheduled: () => running[size] ?? start(),
    token: () => token,
    tokens: () => tokens,
    deploy: (next) => {
      token = next;
      tokens.push(next);
      for (const old of running.slice()) time.at(time.now() + random.between(0, 120_000), () => replace(old));
    },
    kill: (victim) => {
      if (victim.machine.dead) return;
      counts.kills += 1;
      victim.machine.kill();
      for (const say of victim.lastWords) say();
      replace(victim);
    },
    freeze: (victim, until) => {
      counts.freezes += 1;
      victim.machine.freeze(until);
    },
    counts,
  };
}
