import { parentPort, workerData } from "node:worker_threads";
import { plant } from "./planted-defect.ts";
import type { RowsModule, ThreadData } from "./rows-module.ts";

const { module, only, defect } = workerData as ThreadData;
plant(defect);
const rows = (await import(module)) as RowsModule;
parentPort?.postMessage(await rows.playRows(only), []);
