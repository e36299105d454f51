import { button, element, outsideLink, verbatim, type Child } from "../dom/element.ts";
import type { ResultView } from "../words/failure.ts";
import type { NextStep } from "../words/next-step.ts";
import { breakable } from "./breakable.ts";
import { commandLine, commandsIn } from "./command.ts";
import { icon } from "./icon.ts";
import { folded, quotedRows, rows } from "./rows.ts";
import { stepText, steps } from "./steps.ts";

/** Takes a step: opens its form, or reads. */
export type Take = (action: NextStep["action"]) => Promise<void> | void;

/**
 * One answer: what is so, Meta's own words for it, who acts, and the one first step, as a button where its form stands on the page.
 * `step`: the step that the number's situation allows.
 */
export function banner(view: ResultView, step: NextStep | null, take: Take): readonly Child[] {
  const [first, ...then] = view.steps;
  const isForm = step !== null && step.action !== "diagnose" && step.action !== "read";
  const told = isForm ? undefined : first;
  return [
    element("h2", { id: "answer" }, icon(view.tone), view.headline),
    ...view.sentences.map((sentence) => element("p", {}, sentence)),
    metaSaid(view.metaWords),
    view.actor === null ? null : element("p", { class: "actor" }, icon("person"), view.actor),
    told === undefined ? null : firstStep(told),
    buttons(told, step, take),
    view.spent === null ? null : element("p", { class: "spent" }, view.spent),
    further(isForm ? "How, in steps" : "And then", isForm ? view.steps : then),
    view.evidence.length === 0
      ? null
      : folded("What was read to prove it", rows(view.evidence.map(({ question, answer }) => [question, answer]))),
    view.metaWords.length === 0 ? null : folded("Meta's whole answer", quotedRows(view.metaWords)),
  ];
}

/** Meta's words and code, as they came. */
function metaSaid(words: ResultView["metaWords"]): HTMLElement | null {
  const said = new Map(words);
  const message = said.get("message");
  if (message === undefined) return null;
  const details = said.get("details");
  const codes = [`code ${said.get("code") ?? ""}`, said.has("subcode") ? `subcode ${said.get("subcode")}` : null];
  return element(
    "figure",
    { class: "meta-said" },
    element("figcaption", {}, "Meta said"),
    element("blockquote", {}, message),
    details === undefined || details === message ? null : element("p", {}, verbatim(details)),
    element("code", {}, codes.filter((code) => code !== null).join(", ")),
  );
}

type Step = ResultView["steps"][number];

const firstStep = ({ title, detail }: Step): HTMLElement =>
  element(
    "section",
    { class: "first-step", "aria-label": "First step" },
    element("h3", {}, title),
    element("p", {}, ...stepText(detail)),
    ...commandsIn(detail).map(commandLine),
  );

/** Where the first step is taken: at Meta, on this page, or both. One of them is the one to press. */
function buttons(told: Step | undefined, step: NextStep | null, take: Take): HTMLElement | null {
  const url = told?.url;
  if (url === undefined && step === null) return null;
  return element(
    "div",
    { class: "buttons" },
    url === undefined
      ? null
      : outsideLink(url, icon("outside"), element("span", {}, ...breakable(`Open ${hostOf(url)}`))),
    step === null
      ? null
      : button(step.label, { class: url === undefined ? "primary" : "ghost", "data-step": step.action }, () =>
          take(step.action),
        ),
  );
}

const further = (title: string, list: readonly Step[]): HTMLElement | null =>
  list.length === 0 ? null : folded(list.length === 1 ? title : `${title} (${list.length})`, steps(list) ?? "");

const hostOf = (url: string): string => URL.parse(url)?.hostname ?? url;
