import type { AccountGraph } from "../app/account-ports.ts";
import type { GraphAccess } from "./access.ts";
import { post } from "./post-reply.ts";
import { NewNumber } from "./wire.ts";

/** The one POST to an account's `/phone_numbers` (Meta, Registering phone numbers; Migrating phone numbers). */
export function addNumber(access: GraphAccess): AccountGraph["addNumber"] {
  return async ({ wabaId, countryCode, phoneNumber, verifiedName, migrate }, deadlineMs) => {
    const body = {
      cc: countryCode,
      phone_number: phoneNumber,
      ...(verifiedName === null ? {} : { verified_name: verifiedName }),
      ...(migrate ? { migrate_phone_number: true } : {}),
    };
    const reply = await post(access, { parts: [wabaId, "phone_numbers"], body, hidden: [], deadlineMs }, NewNumber);
    return reply.kind === "accepted" ? { kind: reply.kind, phoneNumberId: reply.body.id } : reply;
  };
}
