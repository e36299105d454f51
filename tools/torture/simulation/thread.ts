import { parentPort, workerData } from "node:worker_threads";
import { putProductOnMachines } from "./product-on-machines.ts";

putProductOnMachines();
const { play } = await import("./scenario.ts");

const { days } = workerData as { days: number };
parentPort?.on("message", (seed: number) => {
  void play(seed, days).then((played) => parentPort?.postMessage({ seed, played }));
});
