import { element } from "../dom/element.ts";

/** Stands where something is about to be, in about its size, so that nothing moves when it comes. */
export const skeleton = (): HTMLElement =>
  element(
    "div",
    { class: "skeleton", role: "status" },
    element("span", { class: "sr" }, "Loading."),
    ...Array.from({ length: 3 }, () => element("i", {})),
  );

/** The same for rows of a list. `says`: what is going on, to screen readers. */
export const rowsToCome = (says: string): HTMLElement =>
  element(
    "div",
    { class: "rows-to-come", role: "status" },
    element("span", { class: "sr" }, says),
    ...Array.from({ length: 3 }, () => element("i", {})),
  );
