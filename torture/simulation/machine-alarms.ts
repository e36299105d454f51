import { currentMachine } from "./machine.ts";

/** Calls an alarm off. */
type Alarm = () => void;

/** Stands in for `node:timers` where the product runs on a simulated machine. */
export function setTimeout(ring: () => void, ms: number): Alarm {
  const machine = currentMachine();
  if (machine === undefined) throw new Error("A timer was set outside every machine.");
  return machine.at(machine.time.now() + ms, ring);
}

export const clearTimeout = (cancel: Alarm): void => cancel();
