import type { GuardedRow } from "../played-rows.ts";
import type { World } from "./world.ts";

/** What one way of doing it came to. */
export interface Harm {
  /** How often the harm was done. */
  readonly done: number;
  /** Why that proves nothing, in a sentence; left out: it does. */
  readonly vain?: string | undefined;
}

/** One unkindness, and the harm that it must not do. */
export interface Row extends GuardedRow {
  /** What is counted. */
  readonly name: string;
  readonly ours: (world: World) => Promise<Harm>;
  /** How often the naive way does the harm; left out: it has nothing of the kind. */
  readonly naive?: (world: World) => Promise<number>;
}

export const counted = (...harms: readonly boolean[]): number => harms.filter(Boolean).length;
