import type { Progress } from "./bulk-run.ts";
import type { End } from "./turn.ts";

/** One number's end, as a line, with how many numbers are left. */
export const progressLine = ({ phoneNumberId, end, left }: Progress): string =>
  `${phoneNumberId}  ${wordOf(end)}  (${left} left)`;

function wordOf(end: End): string {
  if (end.kind === "done") return end.already ? "registered already" : end.status;
  if (end.kind === "failed") return end.status;
  return end.status === null ? "left" : `left: ${end.status}`;
}

/** What a run came to: counts by status, what each failed number's first step is, and what is left. */
export function reportOf(ends: ReadonlyMap<string, End>): string {
  const all = [...ends];
  const counts = [...Map.groupBy(all, ([, end]) => wordOf(end))].map(([word, those]) => [word, those.length] as const);
  const width = Math.max(0, ...counts.map(([word]) => word.length));
  const failed = all.flatMap(([id, end]) => (end.kind === "failed" ? [failedLines(id, end)] : []));
  const left = all.flatMap(([id, end]) => (end.kind === "left" ? [leftLine(id, end)] : []));
  return [
    `\n${all.length} numbers:`,
    ...counts.toSorted(([, one], [, other]) => other - one).map(([word, n]) => `  ${word.padEnd(width)}  ${n}`),
    ...section("What failed, and what to do first", failed),
    ...section("What is left: give the command again", left),
    ...(failed.length > 0 ? [AGAIN] : []),
  ].join("\n");
}

const AGAIN = "\nWhat was refused is not asked for again within a day; once it is mended, add -- --again.";

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`\n${title}:`, ...lines] : [];

const failedLines = (id: string, { status, message, step }: Extract<End, { kind: "failed" }>): string =>
  `  ${id}  ${status}: ${message}${step === null ? "" : `\n      ${step}`}`;

function leftLine(id: string, { status, retryAt }: Extract<End, { kind: "left" }>): string {
  const when = retryAt === null ? "" : `, not before ${retryAt}`;
  return `  ${id}${status === null ? "" : `  ${status}`}${when}`;
}

/** 0: every number is registered, or Meta has accepted it; else 1. */
export const statusOf = (ends: ReadonlyMap<string, End>): number =>
  [...ends.values()].every(({ kind }) => kind === "done") ? 0 : 1;
