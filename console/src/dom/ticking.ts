import { spoken } from "../words/spoken.ts";
import { element } from "./element.ts";

const ticking = new Map<HTMLElement, (now: number) => string>();

/** A text that is said anew every second, such as a countdown. It ends when the element leaves the page. */
export function tickingText(say: (now: number) => string): HTMLElement {
  const made = element("span", {}, say(Date.now()));
  if (ticking.size === 0) setTimeout(tick, 1000);
  ticking.set(made, say);
  return made;
}

function tick(): void {
  const now = Date.now();
  for (const [made, say] of ticking) {
    if (!made.isConnected) ticking.delete(made);
    else if (made.textContent !== spoken(say(now))) made.textContent = spoken(say(now));
  }
  if (ticking.size > 0) setTimeout(tick, 1000);
}
