import type { Journal, TokenCircuit } from "./ports.ts";

interface CircuitPorts {
  readonly circuit: TokenCircuit;
  readonly journal: Pick<Journal, "circuitFailed">;
}

/** Whether the circuit breaker of the token is open. One that cannot be read counts as closed: it may save attempts, but must not forbid any. */
export async function circuitIsOpen({ circuit, journal }: CircuitPorts): Promise<boolean> {
  try {
    return await circuit.isOpen();
  } catch (error) {
    journal.circuitFailed({ error });
    return false;
  }
}

/** Opens or closes the circuit breaker of the token. */
export async function tendCircuit({ circuit, journal }: CircuitPorts, change: "open" | "close"): Promise<void> {
  try {
    await circuit[change]();
  } catch (error) {
    journal.circuitFailed({ error });
  }
}
