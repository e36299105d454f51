import { button } from "../dom/element.ts";

/** In the demo: fills in what the simulator accepts. */
export const demoFill = (text: string, fill: () => void): HTMLElement => button(text, { class: "ghost" }, fill);
