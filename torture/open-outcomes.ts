import { playRows } from "./open-outcomes/play.ts";
import { ROWS } from "./open-outcomes/rows.ts";
import { missedDefects } from "./played-rows.ts";
import type { Report } from "./report.ts";

/**
 * A call whose outcome is left open in each way there is, and the next one at once, before anything has looked at the number: what
 * Meta gets of it. Then each row again with the defect in the product that it is there for.
 */
export async function openOutcomes(): Promise<Report> {
  const rows = await playRows();
  const missed = await missedDefects(ROWS, new URL("open-outcomes/play.ts", import.meta.url));
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
