import { element } from "../dom/element.ts";

/** Labels with their values. */
export const rows = (pairs: readonly (readonly [label: string, value: string])[]): HTMLElement =>
  element(
    "dl",
    { class: "rows" },
    ...pairs.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
  );

/** Something for those who want to know more, folded away. */
export const folded = (title: string, ...content: readonly (Node | string)[]): HTMLElement =>
  element("details", { class: "folded" }, element("summary", {}, title), ...content);
