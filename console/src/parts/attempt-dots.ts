import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import { element } from "../dom/element.ts";
import { tickingText } from "../dom/ticking.ts";
import { attemptsView } from "../words/attempts.ts";

/** The budget as dots, one a request, and when the next comes back. */
export function attemptDots(budget: AttemptBudget): HTMLElement {
  const { dots, summary, tone } = attemptsView(budget, Date.now());
  return element(
    "div",
    { class: "attempts", "data-tone": tone },
    element(
      "div",
      { class: "dots", "aria-hidden": "true" },
      ...dots.map((free) => element("i", { "data-free": free })),
    ),
    element("p", {}, summary),
    element(
      "p",
      { class: "quiet" },
      tickingText((now) => attemptsView(budget, now).wait ?? ""),
    ),
  );
}
