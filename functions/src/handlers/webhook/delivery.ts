import * as z from "zod";
import { listAt, timeOf } from "../../domain/json.ts";
import { parseJson } from "../../domain/parse-json.ts";
import { keptValue } from "../../domain/webhook/kept-value.ts";
import type { WebhookChange } from "../../domain/webhook/webhook-change.ts";
import { eventIdOf } from "./event-id.ts";
import { isTooDeep } from "./too-deep.ts";

/** What an envelope may be about: an account (WABA) as it is today, and the account model to come (Meta, WhatsApp accounts, 2026-10). */
const WABA = "whatsapp_business_account";
const OBJECTS: ReadonlySet<unknown> = new Set([undefined, WABA, "whatsapp_account"]);
/** Names as Meta gives them. Whatever else stands there is no field, and is not written down. */
const FIELD = /^[a-z]\w{0,99}$/;
/** Meta batches up to a thousand changes (Meta, Webhooks, Getting started): what holds many times more is none of Meta's. */
const MOST_CHANGES = 5000;

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
export type Unusable = "not_json" | "too_deep" | "not_a_delivery" | "too_many_changes";

export type ParsedDelivery =
  | { readonly ok: true; readonly changes: readonly WebhookChange[]; readonly skipped: number }
  | { readonly ok: false; readonly problem: Unusable };

/** Reads a delivery's bytes. Total; `skipped` counts the entries and changes that are none. */
export function parseDelivery(rawBody: Uint8Array): ParsedDelivery {
  const json = jsonOf(rawBody);
  if (json === undefined) return { ok: false, problem: "not_json" };
  if (isTooDeep(json)) return { ok: false, problem: "too_deep" };
  const delivery = Delivery.safeParse(json);
  if (!delivery.success) return { ok: false, problem: "not_a_delivery" };
  const { object, entry: entries } = delivery.data;
  if (!OBJECTS.has(object)) return { ok: false, problem: "not_a_delivery" };
  if (countOf(entries) > MOST_CHANGES) return { ok: false, problem: "too_many_changes" };
  const isWaba = object === undefined || object === WABA;
  const read = entries.flatMap((entry) => changesOf(entry, isWaba));
  const changes = read.filter((change) => change !== null);
  return { ok: true, changes, skipped: read.length - changes.length };
}

function jsonOf(rawBody: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}

/** Entries count too: each is looked into. */
function countOf(entries: readonly unknown[]): number {
  return entries.reduce<number>((sum, entry) => sum + 1 + listAt(entry, "changes").length, 0);
}

function changesOf(json: unknown, isWaba: boolean): (WebhookChange | null)[] {
  const entry = Entry.safeParse(json);
  if (!entry.success) return [null];
  const { id, changes } = entry.data;
  const at = timeOf(entry.data, "time");
  return changes.map((item) => {
    const change = Change.safeParse(item);
    if (!change.success) return null;
    const field = change.data.field ?? entry.data.field;
    if (typeof field !== "string" || !FIELD.test(field)) return null;
    const { value } = change.data;
    return { wabaId: id, isWaba, field, at, value, event: eventOf({ wabaId: id, field, at }, value) };
  });
}

/** What is kept of it, with an id that tells nothing of what is not. */
function eventOf(about: Pick<WebhookChange, "wabaId" | "field" | "at">, value: unknown): WebhookChange["event"] {
  const kept = keptValue(about.field, value);
  if (kept === null) return null;
  const json = JSON.stringify(kept);
  return { id: eventIdOf(about, json), json };
}
