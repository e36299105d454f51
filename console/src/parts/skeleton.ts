import { element } from "../dom/element.ts";

/** Stands where something is about to be, in about its size, so that nothing moves when it comes. */
export const skeleton = (): HTMLElement =>
  element(
    "div",
    { class: "skeleton", role: "status" },
    element("span", { class: "sr" }, "Loading."),
    ...Array.from({ length: 3 }, () => element("i", {})),
  );
