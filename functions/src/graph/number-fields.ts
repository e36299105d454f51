import type { z } from "zod";
import type { AccountGraph } from "../app/account-ports.ts";
import type { DiagnosticGraph, Read } from "../app/ports.ts";
import type { Reader } from "./reader.ts";
import { AccountMode, MessagingLimit, NewNameStatus, PinEnabled, Throughput } from "./wire.ts";

/** One field of a number, asked for alone: a field that is unknown or forbidden fails the whole read it stands in. */
export async function numberField<Body, Value>(
  reader: Reader,
  [phoneNumberId, field]: readonly [phoneNumberId: string, field: string],
  schema: z.ZodType<Body>,
  pick: (body: Body) => Value,
  deadlineMs: number,
): Promise<Read<Value>> {
  const read = await reader([phoneNumberId], { fields: field }, schema, deadlineMs);
  return read.ok ? { ok: true, value: pick(read.value.body) } : read;
}

/** Whether the number has a two-step PIN. */
export const pinEnabled =
  (reader: Reader): DiagnosticGraph["pinEnabled"] =>
  (id, deadlineMs) =>
    numberField(reader, [id, "is_pin_enabled"], PinEnabled, (body) => body.is_pin_enabled, deadlineMs);

/** LIVE, or SANDBOX for Meta's test numbers. */
export const accountMode =
  (reader: Reader): DiagnosticGraph["accountMode"] =>
  (id, deadlineMs) =>
    numberField(reader, [id, "account_mode"], AccountMode, (body) => body.account_mode, deadlineMs);

/** STANDARD, HIGH or NOT_APPLICABLE. */
export const throughputLevel =
  (reader: Reader): DiagnosticGraph["throughputLevel"] =>
  (id, deadlineMs) =>
    numberField(reader, [id, "throughput"], Throughput, (body) => body.throughput.level, deadlineMs);

/** TIER_250 to TIER_UNLIMITED: how many people the whole portfolio may write to in 24 hours. */
export const messagingLimit =
  (reader: Reader): DiagnosticGraph["messagingLimit"] =>
  (id, deadlineMs) =>
    numberField(
      reader,
      [id, "whatsapp_business_manager_messaging_limit"],
      MessagingLimit,
      (body) => body.whatsapp_business_manager_messaging_limit,
      deadlineMs,
    );

/** How a change of the display name stands. */
export const newNameStatus =
  (reader: Reader): AccountGraph["newNameStatus"] =>
  (id, deadlineMs) =>
    numberField(reader, [id, "new_name_status"], NewNameStatus, (body) => body.new_name_status, deadlineMs);
