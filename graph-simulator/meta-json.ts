const AS_NUMBER = "\u0001";
const PRINTED_AS_NUMBER = /"\\u0001(\d+)"/g;

/** Digits that are printed as a JSON number, however many: some of Meta's documented samples print ids so, beyond 2^53. */
export const asNumber = (digits: string): string => `${AS_NUMBER}${digits}`;

/** Whether a value will be printed so. */
export const isAsNumber = (value: string): boolean => value.startsWith(AS_NUMBER);

/**
 * JSON as Meta writes it: slashes as `\\/`, everything outside ASCII as `\\uXXXX`. Signatures are made over these very bytes, so a
 * reader that parses and prints a body before checking it fails (Meta's webhook guide).
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(PRINTED_AS_NUMBER, "$1")
    .replaceAll("/", "\\/")
    .replaceAll(/[\u007F-\uFFFF]/g, (unit) => `\\u${(unit.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
