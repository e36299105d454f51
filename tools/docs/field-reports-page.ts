import { table } from "../../graph-simulator/markdown-table.ts";
import type { FieldReport } from "../field-reports/report.ts";
import { FIELD_REPORTS } from "../field-reports/reports.ts";
import { between } from "./between.ts";
import { cell, STANDINGS } from "./markdown.ts";

const counted = (word: FieldReport["before"]): string =>
  String(FIELD_REPORTS.filter(({ before }) => before === word).length);

/** The page with its table made anew. @throws Error when the markers are missing. */
export function withFieldReports(page: string): string {
  const counts = `${FIELD_REPORTS.length} reports: ${counted("right")} were answered rightly before, ${counted("poor")} poorly, ${counted("wrong")} wrongly. Now the test holds every one to what stands in the last column.`;
  const rows = FIELD_REPORTS.map(({ id, met, standing, meta, before, answeredBefore, answer }) => [
    id,
    met,
    STANDINGS[standing],
    cell(meta),
    cell(`${before}: ${answeredBefore}`),
    cell(answer),
  ]);
  const heads = ["id", "met", "how known", "what Meta answered", "before", "what is answered now"];
  return between(page, "field-reports", `${counts}\n\n${table(heads, rows)}`);
}
