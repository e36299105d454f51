import * as z from "zod";
import { IsoTime } from "./primitives.ts";

/**
 * What Meta's events make claims about. Only the newest claim about each subject is kept, so what one event says is taken back only by
 * an event about the same thing: `quality` by the number's quality, not by its `limit` or `throughput`; the `app` that was removed
 * not by the `link` to the Business app that came back.
 */
export const ClaimSubject = z.enum([
  "name",
  "quality",
  "limit",
  "throughput",
  "review",
  "standing",
  "restriction",
  "violation",
  "partner",
  "app",
  "link",
  "deletion",
  "pin",
  "pin_reset",
  "alert",
  "capability",
]);
export type ClaimSubject = z.infer<typeof ClaimSubject>;

/** What an event claims: Meta's word, what goes with it, and when, by Meta's clock. */
export const WebhookClaim = z.strictObject({
  word: z.string(),
  detail: z.string().nullable(),
  at: IsoTime,
  /** When all that it claims ends by itself; left out: Meta does not say, or not of all. */
  until: IsoTime.optional(),
  /** The event's document under `whatsappEvents`; of two claims of the same moment the greater id wins, so that order never matters. */
  eventId: z.string(),
});
export type WebhookClaim = z.infer<typeof WebhookClaim>;

/** What webhooks have told about a number. Claims are hints: where Meta can be read, reading decides. */
export const WebhookView = z.strictObject({
  /** The earliest event about this very number since it was connected: the proof that its events arrive here. */
  provenAt: IsoTime.nullable(),
  claims: z.partialRecord(ClaimSubject, WebhookClaim),
});
export type WebhookView = z.infer<typeof WebhookView>;

/**
 * `whatsappNumbers/{phoneNumberId}/whatsappEvents/{eventId}`: one webhook event, as far as an allow-list of fields and keys keeps it.
 * What people are called, write, dial or buy is on no such list.
 */
export const WebhookEventDocument = z.strictObject({
  field: z.string(),
  wabaId: z.string(),
  /** Meta's time of the event; `null`: Meta named none that can be believed. */
  at: IsoTime.nullable(),
  /** The keys of the event's `value` that are kept, as JSON. */
  value: z.string(),
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type WebhookEventDocument = z.infer<typeof WebhookEventDocument>;
