import type { Backend } from "../boot/backend.ts";
import { element } from "../dom/element.ts";
import { skeleton } from "../parts/skeleton.ts";
import type { Forms } from "./forms.ts";

/** Loads the code of something, and hands on what makes it. @throws Error where it does not load. */
type Load = () => Promise<() => readonly HTMLElement[]>;

/** Loads what has forms, and what their calls are made with. @throws Error where it does not load. */
export async function loadForms(client: Backend): Promise<Forms> {
  const [{ forms }] = await Promise.all([import("./forms.ts"), client.loadCalls()]);
  return forms;
}

/** Replaces a place by what is loaded for it, or by the word that it did not load. Nothing is made once the place has been `left`. */
export async function replaceLater(place: HTMLElement, left: AbortSignal, load: Load): Promise<void> {
  const make = await load().catch(() => notLoaded);
  if (!left.aborted) place.replaceWith(...make());
}

/** A place that is replaced by what is loaded for it. */
export function later(left: AbortSignal, load: Load): HTMLElement {
  const place = skeleton();
  void replaceLater(place, left, load);
  return place;
}

/** The word that code did not load. */
export const notLoaded = (): [HTMLElement] => [
  element(
    "section",
    { class: "card" },
    element("h2", {}, "The rest of this page did not load"),
    element("p", {}, "Reload it once you are online."),
  ),
];
