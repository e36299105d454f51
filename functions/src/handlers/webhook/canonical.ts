import { createHash } from "node:crypto";
import type { WebhookChange } from "../../domain/webhook/webhook-change.ts";

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

/** JSON with the keys of every object sorted, so that the same value is the same text. For values that are not too deep. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

/** The same event has the same id however often and in whatever order it comes: 160 bits of a hash over all that makes it up. */
export function eventIdOf(
  { wabaId, field, at }: Pick<WebhookChange, "wabaId" | "field" | "at">,
  canonicalValue: string,
): string {
  const parts = JSON.stringify([wabaId, field, at]);
  return createHash("sha256").update(parts).update("\0").update(canonicalValue).digest("hex").slice(0, 40);
}
