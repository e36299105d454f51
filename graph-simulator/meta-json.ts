/**
 * JSON as Meta writes it: slashes as `\\/`, everything outside ASCII as `\\uXXXX`. Signatures are made over these very bytes, so a
 * reader that parses and prints a body before checking it fails (Meta's webhook guide).
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replaceAll(/[\u007F-\uFFFF]/g, (unit) => `\\u${(unit.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
