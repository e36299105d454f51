import type { Claim, Violation } from "../checker.ts";
import { keptLedger, type KeptLedger } from "../kept-ledger.ts";
import type { OtherSide } from "./other-side.ts";
import type { SimulatedPost } from "./simulated-graph.ts";

const WINDOW_MS = 72 * 3_600_000;
const LEASE_MS = 120_000;

/** What is put to the test: this product, or what most do instead. */
export type Subject = "product" | "naive";

/** One call of `registerPhoneNumber`. Times by Meta's clock, in ms. */
export interface SeenCall {
  readonly attemptId: string;
  readonly phoneNumberId: string;
  readonly startedAt: number;
  readonly force: boolean;
  /** Of a request that is carried out once, however often it is made; `null`: it has no id. */
  readonly requestId: string | null;
}

/** What the watch has seen so far. Times by Meta's clock unless said otherwise, in ms. */
export interface Notes {
  readonly meta: OtherSide;
  /** True time, which is Firestore's. */
  readonly now: () => number;
  /** The naive way keeps no ledger, so only what shows from outside is asked of it. */
  readonly keepsLedger: boolean;
  readonly violations: Violation[];
  readonly posts: SimulatedPost[];
  readonly claims: Claim[];
  readonly calls: Map<string, SeenCall>;
  readonly ledgers: Map<string, KeptLedger>;
  /** Since when (true time) an attempt's document tells of a block of Meta's, and until when that lasts. */
  readonly blocks: Map<string, { readonly since: number; readonly until: number }>;
  /** The record of each number's last call, as text. */
  readonly records: Map<string, string>;
  /** What each call was answered. */
  readonly answers: Map<string, string>;
  /** The attempts whose documents say that nothing is open about them, and the status that each ended with. */
  readonly ends: Map<string, string>;
  /** When others spent one of the ten. */
  readonly outside: Map<string, number[]>;
}

export function broken({ violations, now }: Notes, invariant: number, about: string): void {
  violations.push({ invariant, about: `${about}, at ${new Date(now()).toISOString()}` });
}

export function ledgerOf({ ledgers }: Notes, phoneNumberId: string): KeptLedger {
  return ledgers.get(phoneNumberId) ?? keptLedger(undefined);
}

/** The call that holds the lease now; `null`: none does. */
export function holderOf(notes: Notes, phoneNumberId: string): string | null {
  const { lease } = ledgerOf(notes, phoneNumberId);
  return lease !== null && lease.takenAt + LEASE_MS > notes.now() ? lease.attemptId : null;
}

/** POSTs of ours that Meta still counts, and those that may yet arrive. */
export function counted({ posts, meta }: Notes, phoneNumberId: string): SimulatedPost[] {
  return posts.filter(
    (post) =>
      post.phoneNumberId === phoneNumberId &&
      (post.arrivedAt === null ? post.endedAt === null : post.arrivedAt > meta.now() - WINDOW_MS),
  );
}

/** Whether others have spent any of the ten that a block of Meta's could be about. */
export function othersSpent({ outside, meta }: Notes, phoneNumberId: string): boolean {
  return (outside.get(phoneNumberId) ?? []).some((at) => at > meta.now() - 2 * WINDOW_MS);
}
