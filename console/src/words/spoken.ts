let tag = "en-GB";
let say = (text: string): string => text;
const known = new Map<string, string>();

/** Texts are said over and over as the page is drawn anew. Those with a time in them are new every minute, so not all are kept. */
const MOST_KEPT = 2000;

/**
 * Has the page speak another language: once, before anything is drawn.
 *
 * @param language as `Intl` takes it, such as `de`
 */
export function speak(language: string, translate: (text: string) => string): void {
  tag = language;
  say = translate;
  known.clear();
}

/** An English text, the page's own or the backend's, in the language of the page. */
export function spoken(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KEPT) known.clear();
  const now = say(text);
  known.set(text, now);
  return now;
}

/** The language of the page, as `Intl` takes it. */
export const spokenLanguage = (): string => tag;
