import type { Glimpse } from "./glimpse.ts";
import type { LifeStep, Played } from "./steps.ts";

const LABEL_WIDTH = 14;

/** A step as lines of text. A line that differs from `before`, what the document showed one step earlier, is marked. */
export function stepLines(index: number, step: LifeStep, { answered, seen }: Played, before: Glimpse): string[] {
  const known = new Map(rows(before));
  const shown = rows(seen).map(([label, text]) => line(known.get(label) === text ? " " : "*", label, text));
  const number = String(index + 1).padStart(2);
  return [`${number}. ${step.title}`, `      ${step.by} -> ${answered}`, ...shown, ""];
}

function line(mark: string, label: string, text: string): string {
  return `    ${mark} ${label.padEnd(LABEL_WIDTH)}${text}`;
}

function rows(seen: Glimpse): [label: string, text: string][] {
  const { lifecycle, reasons, registration, attemptsUsed, message } = seen;
  return [
    ["lifecycle", lifecycle],
    ["reasons", reasons.length === 0 ? "none" : reasons.join(", ")],
    ["registration", registration ?? "none"],
    ["attempts", `${attemptsUsed} of 10 used`],
    ["Meta says", metaWords(seen)],
    ["display name", `"${seen.name}", ${seen.nameStatus}`],
    ...(message === null ? [] : [["test message", message] satisfies [string, string]]),
  ];
}

function metaWords({ status, ownership, quality, readable }: Glimpse): string {
  if (!readable) return "nothing any more: it refuses to show the number";
  return `status ${status}, ownership ${ownership}, quality ${quality}`;
}
