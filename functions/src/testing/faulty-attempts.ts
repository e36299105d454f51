import type { AttemptRequest, Attempts, Clock } from "../app/ports.ts";
import { firestoreAttempts } from "../firestore/attempts.ts";
import type { MemoryStore } from "./memory-store.ts";

/** What goes wrong with one call: nothing is written; it is written and the word of it is lost; it only takes its time. */
export type StoreFault = "unavailable" | "lost_ack" | { readonly delayMs: number };

export interface FaultyAttempts {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly limit: number;
  /** Asked once before each call. */
  readonly fault?: (step: "reserve" | "settle", request: AttemptRequest) => StoreFault | undefined;
}

/** The attempt ledger over the store in memory, with faults on demand. */
export function faultyAttempts({ store, clock, limit, fault }: FaultyAttempts): Attempts {
  const attempts = firestoreAttempts(store.db, limit, clock);
  const step = async <Answer>(
    name: "reserve" | "settle",
    request: AttemptRequest,
    call: () => Promise<Answer>,
  ): Promise<Answer> => {
    const trouble = fault?.(name, request);
    if (trouble === "unavailable") throw new Error("The store cannot be reached.");
    if (typeof trouble === "object") await clock.sleep(trouble.delayMs);
    const answer = await call();
    if (trouble === "lost_ack") throw new Error("The store did not answer.");
    return answer;
  };
  return {
    reserve: (request, free) => step("reserve", request, () => attempts.reserve(request, free)),
    settle: (request, end) => step("settle", request, () => attempts.settle(request, end)),
  };
}
