import type { CallBudget, Memory, ReconcilePorts } from "../app/reconcile-ports.ts";
import { firestoreDueNumbers } from "../firestore/due-numbers.ts";
import { firestoreManyNumbers } from "../firestore/looks-together.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { firestoreReconcilerMemory } from "../firestore/reconciler-memory.ts";
import { breakableCircuit, type BreakableCircuit } from "./breakable-circuit.ts";
import type { MemoryStore } from "./memory-store.ts";
import type { VirtualTime } from "./virtual-time.ts";

const TOKEN = "a token";

/** What the reconciler works with, over the store in memory, and what it has said. */
export interface ReconcilerWorld {
  readonly ports: ReconcilePorts;
  readonly circuit: BreakableCircuit;
  /** Event names and entries, in order. */
  readonly lines: readonly { readonly event: string; readonly entry: unknown }[];
  readonly budget: { pauseMs: number | null };
  readonly memory: () => Promise<Memory>;
}

export function reconcilerWorld(
  store: MemoryStore,
  time: VirtualTime,
  graph: ReconcilePorts["graph"],
  token = TOKEN,
): ReconcilerWorld {
  const lines: { event: string; entry: unknown }[] = [];
  const circuit = breakableCircuit(store, token);
  const budget = { pauseMs: null as number | null };
  const callBudget: CallBudget = { pauseMs: () => budget.pauseMs };
  const memory = firestoreReconcilerMemory(store.db, token);
  const journal = new Proxy<Partial<ReconcilePorts["journal"]>>(
    {},
    { get: (_, event) => (entry: unknown) => void lines.push({ event: String(event), entry }) },
  );
  const ports: ReconcilePorts = {
    graph,
    sending: null,
    budget: callBudget,
    due: firestoreDueNumbers(store.db),
    homes: firestoreNumberHomes(store.db),
    numbers: firestoreManyNumbers(store.db, { seenBy: "reconcile", limit: 10 }),
    memory,
    circuit,
    clock: time.clock(),
    journal: journal as ReconcilePorts["journal"],
  };
  return { ports, circuit, lines, budget, memory: () => memory.recall() };
}
