import { createHmac } from "node:crypto";
import { WABA } from "./fixtures.ts";

/** Meta's time of the first event: a whole hour that is over, since times of the future are not believed. */
export const EVENT_S = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;

/** One change as Meta sends it. */
export interface SentChange {
  readonly field: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A delivery's bytes: each change in an entry of its own, as Meta batches them. */
export function payload(changes: readonly SentChange[], rest: { wabaId?: string; time?: number } = {}): Buffer {
  const { wabaId = WABA, time = EVENT_S } = rest;
  const entry = changes.map((change) => ({ id: wabaId, time, changes: [change] }));
  return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
}

/** The signature that Meta puts on bytes. */
export function signatureOf(bytes: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(bytes).digest("hex")}`;
}

export const quality = (digits: string, event: string): SentChange => ({
  field: "phone_number_quality_update",
  value: { display_phone_number: digits, event, current_limit: "TIER_1K" },
});

export const name = (digits: string, decision: string): SentChange => ({
  field: "phone_number_name_update",
  value: { display_phone_number: digits, decision, requested_verified_name: "Invented Ltd", rejection_reason: null },
});

/** A status of a message, as the field `messages` carries it. */
export const status = (phoneNumberId: string, messageId: string, word: string, rest: object = {}): SentChange => ({
  field: "messages",
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550000001", phone_number_id: phoneNumberId },
    statuses: [{ id: messageId, status: word, timestamp: String(EVENT_S), recipient_id: "15550000099", ...rest }],
  },
});
