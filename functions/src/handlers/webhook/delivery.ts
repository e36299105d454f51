import { z } from "zod";
import { timeOf } from "../../domain/json.ts";
import type { WebhookChange } from "../../domain/webhook/webhook-change.ts";
import { isPrivate } from "../../domain/webhook/webhook-meaning.ts";
import { canonicalJson, eventIdOf, isTooDeep } from "./canonical.ts";

const OURS = "whatsapp_business_account";
const LONGEST_FIELD = 100;

/** Lenient: what is not understood is left out, and spoils nothing beside it. */
const Delivery = z.object({ object: z.unknown().optional(), entry: z.array(z.unknown()) });
const Entry = z.object({
  id: z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(/^\d{5,20}$/)),
  time: z.unknown().optional(),
  changes: z.array(z.unknown()),
  /** Meta's own examples have it here at times. */
  field: z.unknown().optional(),
});
const Change = z.object({ field: z.unknown().optional(), value: z.unknown().optional() });

/** What was signed by Meta and cannot be used: asking for it again would not help. */
export type Unusable = "not_json" | "too_deep" | "not_a_delivery";

export type ParsedDelivery =
  | { readonly ok: true; readonly changes: readonly WebhookChange[]; readonly skipped: number }
  | { readonly ok: false; readonly problem: Unusable };

/** Reads a delivery's bytes. Total; `skipped` counts the entries and changes that are none. */
export function parseDelivery(rawBody: Uint8Array): ParsedDelivery {
  const json = parseJson(rawBody);
  if (json === undefined) return { ok: false, problem: "not_json" };
  if (isTooDeep(json)) return { ok: false, problem: "too_deep" };
  const delivery = Delivery.safeParse(json);
  if (!delivery.success) return { ok: false, problem: "not_a_delivery" };
  const { object, entry: entries } = delivery.data;
  if (object !== undefined && object !== OURS) return { ok: false, problem: "not_a_delivery" };
  const read = entries.flatMap((entry) => changesOf(entry));
  const changes = read.filter((change) => change !== null);
  return { ok: true, changes, skipped: read.length - changes.length };
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody)) as unknown;
  } catch {
    return undefined;
  }
}

function changesOf(json: unknown): (WebhookChange | null)[] {
  const entry = Entry.safeParse(json);
  if (!entry.success) return [null];
  const { id, changes } = entry.data;
  const at = timeOf(entry.data, "time");
  return changes.map((item) => {
    const change = Change.safeParse(item);
    if (!change.success) return null;
    const field = change.data.field ?? entry.data.field;
    if (typeof field !== "string" || field === "" || field.length > LONGEST_FIELD) return null;
    const about = { wabaId: id, field, at };
    return { ...about, value: change.data.value, event: isPrivate(field) ? null : eventOf(about, change.data.value) };
  });
}

function eventOf(about: Omit<WebhookChange, "value" | "event">, value: unknown): WebhookChange["event"] {
  const json = canonicalJson(value);
  return { id: eventIdOf(about, json), json };
}
