import { element } from "../dom/element.ts";
import { icon } from "./icon.ts";

/** The way back to the list: only where the list has no room beside the page, unless the page has no list at all. */
export const backLink = (where: "always" | "narrow" = "narrow"): HTMLElement =>
  element("a", { class: where === "always" ? "up" : "up back", href: "/#/" }, icon("back"), "All numbers");
