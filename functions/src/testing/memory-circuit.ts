import type { TokenCircuit } from "../app/ports.ts";

export interface MemoryCircuit extends TokenCircuit {
  /** How it stands now. */
  readonly state: { open: boolean; broken: boolean };
}

/** The circuit of one token in memory; while `state.broken`, every method throws. */
export function memoryCircuit(open = false): MemoryCircuit {
  const state = { open, broken: false };
  const intact = (): void => {
    if (state.broken) throw new Error("The store cannot be reached.");
  };
  return {
    state,
    isOpen: async () => {
      intact();
      return state.open;
    },
    open: async () => {
      intact();
      state.open = true;
    },
    close: async () => {
      intact();
      state.open = false;
    },
  };
}
