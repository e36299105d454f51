/** An English text with places for values. */
export interface Pattern {
  /** With `{0}`, `{1}` … for the values. */
  readonly key: string;
  /** How many characters of it are its own: where two fit the same text, the longer one says more. */
  readonly weight: number;
  /** What stands in a text in place of the values, in their order; `null`: the text is another one. */
  readonly valuesIn: (text: string) => readonly string[] | null;
}

const PLACE = /\{\d\}/;
const SYNTAX = /[$()*+.?[\\\]^{|}]/g;

/** `null`: the text has no place for a value. */
export function patternOf(key: string): Pattern | null {
  const own = key.split(PLACE);
  if (own.length === 1) return null;
  const expression = new RegExp(`^${own.map((text) => text.replaceAll(SYNTAX, String.raw`\$&`)).join("(.*?)")}$`, "s");
  return {
    key,
    weight: own.join("").length,
    valuesIn: (text) => expression.exec(text)?.slice(1) ?? null,
  };
}

/** The text with its values. */
export const filled = (text: string, values: readonly string[]): string =>
  text
    .replaceAll(/\{(\d)\}/g, (place, index: string) => values[Number(index)] ?? place)
    // An abbreviation at the end of a sentence: one point serves both.
    .replaceAll(/(?<!\.)\.\.(?!\.)/g, ".");
