import { parentPort, workerData } from "node:worker_threads";
import { plant, type Defect } from "../planted-defect.ts";

/** What a thread is started with: the row that it plays, and the defect in the product. */
export interface ThreadData {
  readonly row: string;
  readonly defect: Defect;
}

const { row, defect } = workerData as ThreadData;
plant(defect);
const { playRows } = await import("./play.ts");
parentPort?.postMessage(await playRows(row), []);
