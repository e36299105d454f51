import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { playRows, type PlayedRow } from "./open-outcomes/play.ts";
import { ROWS } from "./open-outcomes/rows.ts";
import type { ThreadData } from "./open-outcomes/thread.ts";
import type { Report } from "./report.ts";

const TAKES_MS = 60_000;

/**
 * A call whose outcome is left open in each way there is, and the next one at once, before anything has looked at the number: what
 * Meta gets of it. Then each row again with the defect in the product that it is there for.
 */
export async function openOutcomes(): Promise<Report> {
  const rows = await playRows();
  const missed: string[] = [];
  for (const { name, defect } of ROWS) {
    const [found] = await withDefect({ row: name, defect });
    if (found === undefined || found.ours === 0)
      missed.push(`The row "${name}" does not find this defect: ${defect.title}.`);
  }
  return {
    title: "Open outcomes: the next call comes at once, before anything has looked at the number",
    figures: [
      ...rows.map(({ name, ours, naive }) => [`second POSTs after ${name}`, String(ours), String(naive)] as const),
      [
        "defects put in on purpose, one for each of these, and found",
        `${ROWS.length - missed.length} of ${ROWS.length}`,
        "",
      ],
    ],
    violations: [...rows.flatMap(({ complaints }) => complaints), ...missed],
  };
}

async function withDefect(workerData: ThreadData): Promise<PlayedRow[]> {
  const worker = new Worker(new URL("open-outcomes/thread.ts", import.meta.url), { workerData });
  try {
    const [rows] = (await once(worker, "message", { signal: AbortSignal.timeout(TAKES_MS) })) as [PlayedRow[]];
    return rows;
  } finally {
    await worker.terminate();
  }
}
