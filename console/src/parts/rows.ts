import { element, verbatim } from "../dom/element.ts";

/** Labels with what somebody else wrote. */
export const quotedRows = (pairs: readonly (readonly [label: string, value: string])[]): HTMLElement =>
  listOf(
    "rows quoted",
    pairs.map(([label, value]) => [label, verbatim(value)]),
  );

/** Labels with their values. */
export const rows = (pairs: readonly (readonly [label: string, value: string])[]): HTMLElement => listOf("rows", pairs);

const listOf = (kind: string, pairs: readonly (readonly [label: string, value: Text | string])[]): HTMLElement =>
  element(
    "dl",
    { class: kind },
    ...pairs.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
  );

/** Something for those who want to know more, folded away. */
export const folded = (title: string, ...content: readonly (Node | string)[]): HTMLElement =>
  element("details", { class: "folded" }, element("summary", {}, title), ...content);
