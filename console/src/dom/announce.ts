import { spoken } from "../words/spoken.ts";

const KEPT = 3;

/**
 * Has screen readers say something, without moving the focus. What is said at about the same time is heard one after the other, and
 * saying the same twice is heard twice.
 */
export function announce(text: string): void {
  const voice = document.querySelector("#announcements");
  if (voice === null) return;
  const said = document.createElement("p");
  voice.append(said);
  while (voice.children.length > KEPT) voice.firstElementChild?.remove();
  setTimeout(() => {
    said.textContent = spoken(text);
  }, 50);
}
