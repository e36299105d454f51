import type { z } from "zod";
import type { DiagnosticGraph, Read } from "../app/ports.ts";
import { failed, fieldRefused, type Answer, type Reader } from "./reader.ts";
import { WabaNode } from "./wire.ts";

/** No other kind of node has the last of these, so an id of another kind is refused and never taken for an account. */
const CERTAIN_FIELDS = "id,name,message_template_namespace";
const FIELDS = `${CERTAIN_FIELDS},account_review_status,business_verification_status,ownership_type`;

/** A WhatsApp Business Account, with the fields that may be forbidden where they can be had. */
export function readWaba(reader: Reader): DiagnosticGraph["readWaba"] {
  return async (wabaId, deadlineMs) => {
    const endsAt = Date.now() + deadlineMs;
    const ask = (fields: string): Promise<Read<Answer<z.infer<typeof WabaNode>>>> =>
      reader([wabaId], { fields }, WabaNode, endsAt - Date.now());
    const wide = await ask(FIELDS);
    const read = fieldRefused(wide) ? await ask(CERTAIN_FIELDS) : wide;
    if (!read.ok) return read;
    const { body } = read.value;
    if (body.id !== wabaId) return failed("unreadable", "Meta answered about another account");
    return {
      ok: true,
      value: {
        name: body.name,
        reviewStatus: body.account_review_status,
        businessVerificationStatus: body.business_verification_status,
        ownershipType: body.ownership_type,
      },
    };
  };
}
