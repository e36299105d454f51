import { element } from "../dom/element.ts";
import type { ResultView } from "../words/failure.ts";
import { folded, quotedRows, rows } from "./rows.ts";
import { steps } from "./steps.ts";

/** What came of a call: what happened, who must act, what to do; Meta's own words folded away. */
export function result(view: ResultView, ...more: readonly Node[]): HTMLElement {
  return element(
    "section",
    { class: "result", "data-tone": view.tone },
    element("h3", {}, view.headline),
    ...view.sentences.map((sentence) => element("p", {}, sentence)),
    view.actor === null ? null : element("p", { class: "actor" }, view.actor),
    steps(view.steps),
    ...more,
    view.evidence.length === 0
      ? null
      : folded("What was read to prove it", rows(view.evidence.map(({ question, answer }) => [question, answer]))),
    view.metaWords.length === 0 ? null : folded("Meta's own words", quotedRows(view.metaWords)),
  );
}
