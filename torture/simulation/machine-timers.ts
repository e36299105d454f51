import { currentMachine } from "./machine.ts";

/** Stands in for `node:timers/promises` where the product runs on a simulated machine. */
export function setTimeout(ms: number): Promise<void> {
  const machine = currentMachine();
  if (machine === undefined) throw new Error("A timer was set outside every machine.");
  return new Promise((resolve) => {
    machine.at(machine.time.now() + ms, resolve);
  });
}
