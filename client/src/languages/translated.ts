import { translator, type Language } from "./translator.ts";

/** The fields that hold a text of the backend's, wherever they stand. */
const TEXTS: ReadonlySet<string> = new Set(["message", "title", "detail", "finding", "summary", "reason"]);
/** Meta's own words stay as Meta wrote them. */
const META_S: ReadonlySet<string> = new Set(["answer", "graphError", "meta", "observed", "webhook"]);

/**
 * The same result, check, diagnosis or document with every text of it in another language; nothing else of it is changed, and Meta's own
 * words (`graphError`, `observed`, `meta`, `webhook`) are left as they are.
 */
export function translated<Shown>(shown: Shown, language: Language): Shown {
  const say = translator(language);
  const copy = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(copy);
    if (node === null || typeof node !== "object" || Object.getPrototypeOf(node) !== Object.prototype) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, inner]) => {
        if (META_S.has(key)) return [key, inner];
        return [key, TEXTS.has(key) && typeof inner === "string" ? say(inner) : copy(inner)];
      }),
    );
  };
  return copy(shown) as Shown;
}
