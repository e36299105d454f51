import { z } from "zod";
import { IsoTime } from "./primitives.ts";

/** What Meta's events make claims about. Of each subject only the newest claim is kept. */
export const ClaimSubject = z.enum([
  "name",
  "quality",
  "review",
  "standing",
  "restriction",
  "violation",
  "access",
  "security",
  "alert",
  "capability",
]);
export type ClaimSubject = z.infer<typeof ClaimSubject>;

/** What an event claims: Meta's word, what goes with it, and when, by Meta's clock. */
export const WebhookClaim = z.strictObject({
  word: z.string(),
  detail: z.string().nullable(),
  at: IsoTime,
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

/** `whatsappNumbers/{phoneNumberId}/whatsappEvents/{eventId}`: one webhook event, as Meta sent it. Messages of users are never kept. */
export const WebhookEventDocument = z.strictObject({
  field: z.string(),
  wabaId: z.string(),
  /** Meta's time of the event; `null`: Meta named none. */
  at: IsoTime.nullable(),
  /** The event's `value` as JSON with sorted keys. Text, because Firestore cannot hold every JSON. */
  value: z.string(),
  /** False: `value` was too long and is cut off. */
  whole: z.boolean(),
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type WebhookEventDocument = z.infer<typeof WebhookEventDocument>;
