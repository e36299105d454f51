import type { TokenCircuit } from "../app/ports.ts";
import { firestoreTokenCircuit } from "../firestore/token-circuit.ts";
import type { MemoryStore } from "./memory-store.ts";

export interface BreakableCircuit extends TokenCircuit {
  /** How it stands now; while it is broken, every method throws. */
  readonly state: { readonly open: boolean; broken: boolean };
}

/** The circuit breaker of one token over the store in memory. */
export function breakableCircuit({ db, documents }: MemoryStore, token = "a token"): BreakableCircuit {
  const circuit = firestoreTokenCircuit(db, token);
  const state = {
    broken: false,
    get open() {
      return documents.inside("whatsappTokenCircuits").length > 0;
    },
  };
  const unlessBroken = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (state.broken) throw new Error("The store cannot be reached.");
    return call();
  };
  return {
    state,
    isOpen: () => unlessBroken(() => circuit.isOpen()),
    open: () => unlessBroken(() => circuit.open()),
    close: () => unlessBroken(() => circuit.close()),
  };
}
