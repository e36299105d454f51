import type { styleText } from "node:util";
import type {
  AccessCheck,
  AccessDiagnosis,
  CheckState,
  SendingVerdict,
  Verdict,
} from "../../functions/src/contract/diagnose-access.ts";
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
export function checkLine({ title, state, finding }: AccessCheck, width: number, paint: Paint): string {
  const [mark, style] = MARKS[state];
  const indent = " ".repeat(TITLE_WIDTH + 3);
  const [first = "", ...more] = wrapped(finding, Math.max(30, width - indent.length));
  const rest = more.map((line) => `\n${indent}${line}`).join("");
  return `${paint(style, mark)} ${title.padEnd(TITLE_WIDTH)} ${first}${rest}\n`;
}

const RESULTS: Readonly<Record<Verdict["state"], readonly [words: string, style: Style]>> = {
  healthy: ["Healthy.", "green"],
  fix: ["Something is to be fixed.", "red"],
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
function sendingLines({ checks, sending }: AccessDiagnosis, width: number, paint: Paint): string[] {
  const [words, style] = SENDING[sending.verdict];
  const headline = ["", paint(style, words)];
  const decides = checks.find(({ id }) => id === sending.checks[0]);
  if (sending.verdict === "ready" || decides === undefined) return headline;
  const [step] = decides.resolution;
  const who = decides.actor === null ? "" : `   (who: ${WHO[decides.actor]})`;
  return [
    ...headline,
    ...wrapped(`${decides.title}: ${decides.finding}`, width - 2).map((line) => `  ${line}`),
    ...(step === undefined ? [] : [`  ${paint("bold", step.title)}${who}`]),
  ];
}
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

/** Shows checks in their order although they finish in any: each as soon as all before it are there. */
export function inOrder(
  ids: readonly AccessCheck["id"][],
  show: (check: AccessCheck) => void,
): (check: AccessCheck) => void {
  const finished = new Map<string, AccessCheck>();
  let next = 0;
  return (check) => {
    finished.set(check.id, check);
    for (let ready = finished.get(ids[next] ?? ""); ready !== undefined; ready = finished.get(ids[next] ?? "")) {
      next += 1;
      show(ready);
    }
  };
}
