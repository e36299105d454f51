import type { Page } from "playwright-core";
import { german } from "../../client/src/languages/de.ts";
import { spanish } from "../../client/src/languages/es.ts";
import { portuguese } from "../../client/src/languages/pt.ts";
import pageDe from "../../console/src/languages/de.json" with { type: "json" };
import pageEs from "../../console/src/languages/es.json" with { type: "json" };
import pagePt from "../../console/src/languages/pt.json" with { type: "json" };

/** The page's languages: what a browser asks for, what the page says that it speaks, and the texts by the English ones. */
export const LANGUAGES = [
  { locale: "de-AT", tag: german.tag, texts: { ...german.texts, ...pageDe } },
  { locale: "es-MX", tag: spanish.tag, texts: { ...spanish.texts, ...pageEs } },
  { locale: "pt-PT", tag: portuguese.tag, texts: { ...portuguese.texts, ...pagePt } },
] as const;

/** Words that stand alone: no part of a name of code, an address or a command. */
const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/(?<![\w/.@:`-])\p{Ll}{3,}(?![\w/@`-]|[.:]\w)/gu) ?? [];

/**
 * What a page that speaks another language says in English: texts with a word that only the English texts have. Meta's own words, and the
 * names of businesses, do not count.
 */
export async function englishIn(
  page: Page,
  texts: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<string[]> {
  const inOther = new Set(Object.values(texts).flatMap(wordsIn));
  const english = new Set(
    Object.keys(texts)
      .flatMap(wordsIn)
      .filter((word) => !inOther.has(word)),
  );
  const nameless = (text: string): string => names.reduce((left, name) => left.replaceAll(name, ""), text);
  const said = await page.evaluate(readTexts);
  return [...new Set(said.map(nameless))].filter((text) => wordsIn(text).some((word) => english.has(word)));
}

/** Runs in the page: every text on it, whole where it may be broken, and every attribute that is read or heard. */
function readTexts(): string[] {
  const body = document.body.cloneNode(true);
  if (!(body instanceof HTMLElement)) return [];
  for (const other of body.querySelectorAll("blockquote, code, noscript, pre, script, wbr, .quoted")) other.remove();
  body.normalize();
  const found = [document.title];
  const nodes = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) found.push(node.nodeValue ?? "");
  for (const name of ["alt", "aria-label", "placeholder", "title"])
    for (const element of body.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name) ?? "");
  return found;
}
