import { currentMachine } from "./machine.ts";

/** Stands in for `node:timers/promises` where the product runs on a simulated machine. */
export function setTimeout<Value>(ms = 1, value?: Value, options: { signal?: AbortSignal } = {}): Promise<Value> {
  const machine = currentMachine();
  if (machine === undefined) throw new Error("A timer was set outside every machine.");
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const cancel = machine.at(machine.time.now() + ms, () => resolve(value as Value));
    signal?.addEventListener("abort", () => {
      cancel();
      reject(new Error("The timer was called off."));
    });
  });
}
