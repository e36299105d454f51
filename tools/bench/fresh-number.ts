import type { Simulator } from "../../graph-simulator/server.ts";

let made = 0;

const idOf = (index: number): string => `5610${String(index).padStart(11, "0")}`;

/** The numbers that will be made next, so many of them: a deployment names its own in its configuration. */
export const comingNumbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => idOf(made + index + 1));

/** A number that nobody has registered, known to the simulator. */
export function freshNumber(simulator: Simulator): string {
  made += 1;
  const id = idOf(made);
  simulator.state.patchNumber(id, {});
  return id;
}
