/** How a number with sixteen digits or more begins; in a text the same may stand, and costs only time. */
const LONG_NUMBER = /[[:,]\s*-?\d{16}/;

/**
 * JSON as a value, in which whole numbers that a double cannot hold are texts of their digits: some of Meta's documented samples print
 * ids as numbers beyond 2^53, and a rounded id is another id. @throws SyntaxError, like `JSON.parse`.
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }): unknown =>
    Number.isSafeInteger(value) ? value : digitsIn(context?.source, value),
  );
}

/** Digits as they were written. What is written with quotes, an exponent or a point is no such id. */
function digitsIn(source: string | undefined, value: unknown): unknown {
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
