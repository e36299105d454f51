import { missedDefects } from "./played-rows.ts";
import type { Report } from "./report.ts";
import { playRows } from "./unkind-world/play.ts";
import { ROWS } from "./unkind-world/rows.ts";

/**
 * Times of others that have not come yet, instances that freeze, parts that are broken, signed bodies that are hostile, and readings
 * that prove nothing: what harm comes of it. Then each row again with the defect in the product that it is there for.
 */
export async function unkindWorld(): Promise<Report> {
  const rows = await playRows();
  const missed = await missedDefects(ROWS, new URL("unkind-world/play.ts", import.meta.url));
  return {
    title: "An unkind world: what others say, send and break, and the harm that comes of it",
    figures: [
      ...rows.map(({ name, ours, naive }) => [name, String(ours), naive === null ? "" : String(naive)] as const),
      ["rows that find the defect that was put in for them", `${ROWS.length - missed.length} of ${ROWS.length}`, ""],
    ],
    violations: [...rows.flatMap(({ complaints }) => complaints), ...missed],
  };
}
