import type { Demo, MagicNumber } from "../boot/demo.ts";
import { hashOf } from "../boot/route.ts";
import { element } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";
import { backLink } from "../parts/back-link.ts";

/** The simulator's numbers, each with the way it ends. */
export function outcomesPage(demo: Demo): HTMLElement {
  titled("Every outcome");
  return element(
    "article",
    { class: "outcomes" },
    backLink(),
    element("h1", {}, "Play with every outcome"),
    element(
      "p",
      { class: "lead" },
      `Open one and register it with the PIN ${demo.answers.pin}. The graph simulator answers as Meta would, or as Meta does on a bad day.`,
    ),
    ...demo.families.map(({ title, numbers }) =>
      element("section", {}, element("h2", {}, title), element("ul", {}, ...numbers.map(item))),
    ),
  );
}

function item({ id, title, status }: MagicNumber): HTMLElement {
  return element(
    "li",
    {},
    element(
      "a",
      { href: hashOf({ page: "number", id }) },
      element("span", { class: "name" }, title),
      element("code", {}, status),
      element("span", { class: "quiet" }, element("code", {}, id)),
    ),
  );
}
