import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform } from "node:os";
import path from "node:path";
import { table } from "../graph-simulator/markdown-table.ts";
import { root } from "../tools/root.ts";
import type { Report } from "./report.ts";

const PAGE = path.join(root, "docs", "reliability.md");

/** How and when figures were measured. */
export interface Measured {
  /** The part's name, as `--only` takes it. */
  readonly part: string;
  readonly command: string;
  readonly at: Date;
}

const markers = (part: string): readonly [begin: string, end: string] => [
  `<!-- measured: ${part} -->`,
  `<!-- end of ${part} -->`,
];

/** Puts a part's figures into docs/reliability.md, between its markers; the rest of the page stays. */
export function writeFigures(report: Report, measured: Measured): void {
  if (!existsSync(PAGE)) throw new Error("docs/reliability.md is missing.");
  writeFileSync(PAGE, withFigures(readFileSync(PAGE, "utf8"), report, measured));
}

/** @throws when the page has no place for the part */
function withFigures(page: string, report: Report, { part, command, at }: Measured): string {
  const [begin, end] = markers(part);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/reliability.md has no place for ${part}: ${begin} … ${end}`);
  const rows = report.figures.map((row) => [...row]);
  const machine = `${availableParallelism()} processors, ${platform()} ${arch()}, Node ${process.versions.node}`;
  const broken = report.violations.map((violation) => `- ${violation}`);
  const block = [
    begin,
    `**${report.title}.** Measured ${at.toISOString().slice(0, 10)} with \`${command}\` (${machine}).`,
    table(["", "this product", "call, then write"], rows),
    ...(broken.length === 0 ? [] : [`Broken:\n\n${broken.join("\n")}`]),
    end,
  ];
  return page.slice(0, from) + block.join("\n\n") + page.slice(to + end.length);
}
