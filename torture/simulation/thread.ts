import { parentPort, workerData } from "node:worker_threads";
import { putProductOnMachines } from "./product-on-machines.ts";
import { SABOTAGE } from "./sabotage.ts";
import type { Setting } from "./scenario.ts";

/** What a thread is started with. `sabotage`: the title of a defect to put in. */
export interface ThreadData {
  readonly setting: Setting;
  readonly sabotage: string | null;
  /** Stack traces cost a third of the time; whoever replays one seed wants them. */
  readonly traces: boolean;
}

const { setting, sabotage, traces } = workerData as ThreadData;
if (!traces) Error.stackTraceLimit = 0;
putProductOnMachines(SABOTAGE.find(({ title }) => title === sabotage) ?? null);
const { play } = await import("./scenario.ts");

parentPort?.on("message", (seed: number) => {
  void answer(seed);
});

async function answer(seed: number): Promise<void> {
  parentPort?.postMessage(await play(seed, setting), []);
}
