import type { styleText } from "node:util";
import {
  CheckId,
  type AccessCheck,
  type AccessDiagnosis,
  type CheckState,
  type SendingVerdict,
  type Verdict,
} from "../../functions/src/contract/diagnose-access.ts";
import { checksOf, diagnosisMap, type Station } from "../../functions/src/contract/diagnosis-map.ts";
import type { Actor } from "../../functions/src/contract/failure.ts";

type Style = Parameters<typeof styleText>[0];

/** Colours a text where there are colours. */
export type Paint = (style: Style, text: string) => string;

const MARKS: Readonly<Record<CheckState, readonly [mark: string, style: Style]>> = {
  pass: ["✔", "green"],
  fail: ["✖", "red"],
  warn: ["!", "yellow"],
  unknown: ["?", "cyan"],
};

const TITLE_WIDTH = 42;

/** One check on a line or more; `width`: columns of the terminal. */
function checkLine({ title, state, finding }: AccessCheck, width: number, paint: Paint): string {
  const [mark, style] = MARKS[state];
  const indent = " ".repeat(TITLE_WIDTH + 3);
  const [first = "", ...more] = wrapped(finding, Math.max(30, width - indent.length));
  const rest = more.map((line) => `\n${indent}${line}`).join("");
  return `${paint(style, mark)} ${title.padEnd(TITLE_WIDTH)} ${first}${rest}\n`;
}

const RESULTS: Readonly<Record<Verdict["state"], readonly [words: string, style: Style]>> = {
  healthy: ["Healthy.", "green"],
  fix: ["Something needs fixing.", "red"],
  unclear: ["Unclear.", "cyan"],
};

const WHO: Readonly<Record<Actor, string>> = {
  operator: "you, who run this deployment",
  customer: "the business that owns the number",
  meta: "Meta; nobody else can",
};

const SENDING: Readonly<Record<SendingVerdict, readonly [words: string, style: Style]>> = {
  ready: ["Ready to send.", "green"],
  limited: ["It sends, within limits.", "yellow"],
  blocked: ["It cannot send.", "red"],
  unknown: ["Whether it can send is not known.", "cyan"],
};

/** Whether a message will arrive, and what is first in its way. */
function sendingLines({ checks, sending, verdict }: AccessDiagnosis, width: number, paint: Paint): string[] {
  const [words, style] = SENDING[sending.verdict];
  const headline = ["", paint(style, words)];
  const decides = checks.find(({ id }) => id === sending.checks[0]);
  if (sending.verdict === "ready" || decides === undefined) return headline;
  if (isHanging(checks, verdict.firstAction?.check, decides))
    return [...headline, "  It depends on the first broken link."];
  const [step] = decides.resolution;
  const who = decides.actor === null ? "" : `   (who: ${WHO[decides.actor]})`;
  return [
    ...headline,
    ...wrapped(`${decides.title}: ${decides.finding}`, width - 2).map((line) => `  ${line}`),
    ...(step === undefined ? [] : [`  ${paint("bold", step.title)}${who}`]),
  ];
}

/** Whether a check says nothing of its own, for the sake of the first broken link. */
const isHanging = (checks: readonly AccessCheck[], first: CheckId | undefined, check: AccessCheck): boolean =>
  diagnosisMap(checks, first).some(({ hanging }) => hanging.includes(check));

/** The actor in words. */
export const whoActs = (actor: Actor): string => WHO[actor];

/** What it comes to, and the first thing to do, at the end where it is read. */
export function closing(diagnosis: AccessDiagnosis, width: number, paint: Paint): string {
  const { checks, verdict } = diagnosis;
  const [words, style] = RESULTS[verdict.state];
  const lines = [
    ...sendingLines(diagnosis, width, paint),
    "",
    paint(style, words),
    ...wrapped(verdict.summary, width - 2).map((line) => `  ${line}`),
  ];
  const { firstAction } = verdict;
  if (firstAction === null) return `${[...lines, "There is nothing to do."].join("\n")}\n`;
  const then = checks.find((check) => check.id === firstAction.check)?.resolution.slice(1) ?? [];
  lines.push(
    "",
    `${paint("bold", firstAction.title)}   (who: ${WHO[firstAction.actor]})`,
    ...wrapped(firstAction.detail, width - 2).map((line) => `  ${line}`),
  );
  if (firstAction.url !== undefined) lines.push(`  ${firstAction.url}`);
  if (then.length > 0) lines.push("", `Then: ${then.map((step) => step.title).join("; ")}.`);
  return `${lines.join("\n")}\n`;
}

export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/**
 * Shows a diagnosis link by link, from Meta to a message, although checks finish in any order. What depends on the first broken link is
 * a line, not a sentence repeated for every check; so a link is shown when everything that it could hang on is there.
 */
export function byLink(width: number, paint: Paint, print: (text: string) => void): (check: AccessCheck) => void {
  const found: AccessCheck[] = [];
  const isThere = (id: CheckId): boolean => found.some((check) => check.id === id);
  let next = 0;
  return (check) => {
    found.push(check);
    for (const station of diagnosisMap(found).slice(next)) {
      const last = CheckId.options.findLastIndex((id) => checksOf(station.name).includes(id));
      if (!CheckId.options.slice(0, last + 1).every(isThere)) return;
      print(linkLines(station, width, paint));
      next += 1;
    }
  };
}

function linkLines({ name, state, checks, hanging, isFirst }: Station, width: number, paint: Paint): string {
  const mark = isFirst ? `   ${paint("red", "the first broken link")}` : "";
  const waits = hanging.length === 1 ? "1 check waits" : `${hanging.length} checks wait`;
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return [
    `${paint(state === "waiting" ? "dim" : "bold", title)}${mark}\n`,
    ...checks.map((check) => checkLine(check, width, paint)),
    ...(hanging.length === 0 ? [] : [paint("dim", `  ${waits} for the first broken link to be mended\n`)]),
  ].join("");
}
