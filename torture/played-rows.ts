import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { inTurns } from "../functions/src/app/in-turns.ts";
import type { Defect } from "./planted-defect.ts";
import type { PlayedRow, ThreadData } from "./rows-module.ts";

const TAKES_MS = 120_000;
const AT_ONCE = 2;
/** A thread's stack is deeper than that of a process, and would hold what overflows there. */
const MAIN_STACK_MB = 1;

/** A row, as far as its defect is concerned: with that in the product, the harm is done. */
export interface GuardedRow {
  readonly name: string;
  readonly defect: Defect;
}

/**
 * Plays every row again with its defect in the product. Answers the rows that do not find theirs, a sentence each.
 *
 * @param module the file of the `RowsModule`
 */
export async function missedDefects(rows: readonly GuardedRow[], module: URL): Promise<string[]> {
  const byDefect = [...Map.groupBy(rows, ({ defect }) => defect)];
  const missed: string[] = [];
  await inTurns(AT_ONCE, byDefect, async ([defect, ofOne]) => {
    const only = ofOne.map(({ name }) => name);
    const played = await playWithDefect({ module: module.href, only, defect });
    const found = new Set(played.filter(({ ours }) => ours > 0).map(({ name }) => name));
    for (const name of only)
      if (!found.has(name)) missed.push(`The row "${name}" does not find this defect: ${defect.title}.`);
  });
  return missed;
}

/** A thread of its own, as a module is loaded once. What the product logs there concerns nobody. */
async function playWithDefect(workerData: ThreadData): Promise<readonly PlayedRow[]> {
  const options = { workerData, stdout: true, stderr: true, resourceLimits: { stackSizeMb: MAIN_STACK_MB } };
  const worker = new Worker(new URL("rows-thread.ts", import.meta.url), options);
  for (const stream of [worker.stdout, worker.stderr]) stream.resume();
  try {
    const signal = AbortSignal.timeout(TAKES_MS);
    const [played] = (await once(worker, "message", { signal })) as [readonly PlayedRow[]];
    return played;
  } finally {
    await worker.terminate();
  }
}
