import type { DiagnosticGraph } from "../app/ports.ts";
import { failed, type Reader } from "./reader.ts";
import { PrimaryFunding } from "./wire.ts";

/**
 * Whether a payment method is set. The field is asked for alone, because Meta refuses it to apps that are no Solution Partner's (#10,
 * seen in a log), and left out where there is none: only an answer that is no error says so.
 */
export function hasPaymentMethod(reader: Reader): DiagnosticGraph["hasPaymentMethod"] {
  return async (wabaId, deadlineMs) => {
    const read = await reader([wabaId], { fields: "primary_funding_id" }, PrimaryFunding, deadlineMs);
    if (!read.ok) return read;
    const { body } = read.value;
    if (body.id !== wabaId) return failed("unreadable", "Meta answered about another account");
    return { ok: true, value: body.primary_funding_id !== undefined };
  };
}
