import { spoken } from "../words/spoken.ts";

const NAME = "WhatsApp numbers";

/** Gives the page the title that the browser's tab and screen readers say. */
export function titled(title: string): void {
  document.title = `${spoken(title)} · ${spoken(NAME)}`;
}
