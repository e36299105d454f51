import type { Simulator } from "../../graph-simulator/server.ts";

let made = 0;

/** A number that nobody has registered, known to the simulator. */
export function freshNumber(simulator: Simulator): string {
  made += 1;
  const id = `5610${String(made).padStart(11, "0")}`;
  simulator.state.patchNumber(id, {});
  return id;
}
