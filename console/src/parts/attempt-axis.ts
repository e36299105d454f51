import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import { element, verbatim } from "../dom/element.ts";
import { svg } from "../dom/svg.ts";
import { tickingText } from "../dom/ticking.ts";
import { attemptMarks, backSentence } from "../words/attempt-axis.ts";
import { spoken } from "../words/spoken.ts";
import { folded } from "./rows.ts";

const WIDTH = 600;
const EDGE = 8;
const along = (at: number): number => EDGE + at * (WIDTH - 2 * EDGE);

/** The last 72 hours as a line, with each registration on it, and in words when each comes back; `null`: none counts. */
export function attemptAxis(attempts: readonly AttemptDocument[], budget: AttemptBudget): HTMLElement | null {
  const marks = attemptMarks(attempts, budget, Date.now());
  if (marks.length === 0) return null;
  const axis = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} 44`, class: "axis", "aria-hidden": "true" },
    svg("line", { x1: along(0), x2: along(1), y1: 14, y2: 14 }),
    ...[0, 1 / 3, 2 / 3, 1].map((at) => svg("line", { x1: along(at), x2: along(at), y1: 9, y2: 19 })),
    ...marks.map(({ at }) => svg("circle", { cx: along(at), cy: 14, r: 6 })),
    ...["72 h ago", "48 h", "24 h", "Now"].map((text, index) =>
      svg(
        "text",
        { x: along(index / 3), y: 38, "text-anchor": index === 0 ? "start" : index === 3 ? "end" : "middle" },
        text,
      ),
    ),
  );
  const list = element(
    "ol",
    { class: "comes-back" },
    ...marks.map((mark) =>
      element(
        "li",
        {},
        element("strong", {}, verbatim(`${mark.sent}: ${spoken(mark.what)}`)),
        " ",
        tickingText((now) => backSentence(mark, now)),
      ),
    ),
  );
  return element("div", { class: "window" }, axis, folded("When each comes back", list));
}
