/** Deeper than anything Meta sends, and far from what recursion can bear. */
const DEEPEST = 40;

/** Whether a JSON value is nested so deeply that walking through it would be a danger. Does not recurse itself. */
export function isTooDeep(json: unknown): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    level = level.flatMap((value): unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
