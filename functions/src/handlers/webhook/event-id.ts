import { createHash } from "node:crypto";
import type { WebhookChange } from "../../domain/webhook/webhook-change.ts";

/** The same event has the same id however often and in whatever order it comes: 160 bits of a hash over all that is kept of it. */
export function eventIdOf({ wabaId, field, at }: Pick<WebhookChange, "wabaId" | "field" | "at">, kept: string): string {
  const parts = JSON.stringify([wabaId, field, at]);
  return createHash("sha256").update(parts).update("\0").update(kept).digest("hex").slice(0, 40);
}
