import { parentPort, workerData } from "node:worker_threads";
import { plant, type Defect } from "./planted-defect.ts";
import type { RowsModule } from "./played-rows.ts";

/** What a thread is started with: the module of the rows, the names of those that it plays, and the defect in the product. */
export interface ThreadData {
  readonly module: string;
  readonly only: readonly string[];
  readonly defect: Defect;
}

const { module, only, defect } = workerData as ThreadData;
plant(defect);
const rows = (await import(module)) as RowsModule;
parentPort?.postMessage(await rows.playRows(only), []);
