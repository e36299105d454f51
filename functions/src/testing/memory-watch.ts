import type { CallBudget, DueNumbers, Memory, ReconcilePorts, Watch } from "../app/reconcile-ports.ts";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import type { MemoryStore } from "./memory-attempts.ts";
import { memoryCircuit, type MemoryCircuit } from "./memory-circuit.ts";
import { memoryNumbers } from "./memory-numbers.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What the reconciler works with, in memory, and what it has said. */
export interface MemoryWatch {
  readonly ports: ReconcilePorts;
  readonly circuit: MemoryCircuit;
  /** Event names and entries, in order. */
  readonly lines: readonly { readonly event: string; readonly entry: unknown }[];
  readonly budget: { pauseMs: number | null };
  readonly memory: () => Memory;
}

export function memoryWatch(store: MemoryStore, time: VirtualTime, graph: ReconcilePorts["graph"]): MemoryWatch {
  const lines: { event: string; entry: unknown }[] = [];
  const circuit = memoryCircuit(false);
  const budget = { pauseMs: null as number | null };
  const callBudget: CallBudget = { pauseMs: () => budget.pauseMs };
  let memory: Memory = { token: null, choresAt: null, pausedUntil: null };
  const watch: Watch = {
    recall: async () => memory,
    remember: async (now) => {
      memory = now;
    },
  };
  const journal = new Proxy<Partial<ReconcilePorts["journal"]>>(
    {},
    { get: (_, event) => (entry: unknown) => void lines.push({ event: String(event), entry }) },
  );
  const ports: ReconcilePorts = {
    graph,
    budget: callBudget,
    due: dueNumbers(store, time),
    numbers: memoryNumbers({ store, now: () => time.now() }),
    watch,
    circuit,
    clock: time.clock(),
    journal: journal as ReconcilePorts["journal"],
  };
  return { ports, circuit, lines, budget, memory: () => memory };
}

function dueNumbers(store: MemoryStore, time: VirtualTime): DueNumbers {
  const look = (id: string, nextLookAt: number | null): void => {
    const known = store.number(id);
    known.ledger = { ...known.ledger, nextLookAt };
  };
  return {
    due: async (most) => {
      const now = time.now();
      const due = [...store.numbers].filter(([, { ledger }]) => ledger.nextLookAt !== null && ledger.nextLookAt <= now);
      return due
        .toSorted(([, a], [, b]) => (a.ledger.nextLookAt ?? 0) - (b.ledger.nextLookAt ?? 0))
        .slice(0, most)
        .map(([id]) => id);
    },
    enlist: async (ids) => {
      const unknown = ids.filter((id) => !store.numbers.has(id) || store.number(id).ledger === EMPTY_LEDGER);
      for (const id of unknown) look(id, time.now());
    },
    callAll: async () => {
      for (const [id, { ledger }] of store.numbers) if (ledger.nextLookAt !== null) look(id, time.now());
    },
    dismiss: async (id) => look(id, null),
  };
}
