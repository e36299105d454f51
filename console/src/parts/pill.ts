import { element } from "../dom/element.ts";
import type { Tone } from "../words/tone.ts";

/** A word in a colour. The word alone says it all; the colour only helps to find it. */
export const pill = (word: string, tone: Tone): HTMLElement =>
  element("span", { class: "pill", "data-tone": tone }, word);
