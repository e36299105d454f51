import type { z } from "zod";
import type { Graph, Read } from "../app/ports.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { believedView } from "../domain/phone-number.ts";
import { failed, fieldRefused, observedAt, type Answer, type Reader } from "./reader.ts";
import { LastOnboarded, OnBusinessApp, PhoneNumberNode } from "./wire.ts";

/** What is asked for, and what where a field of that is refused: first all but a change of the name, then what proves a connection, then the status alone. */
const FIELDS = [
  "id,status,code_verification_status,name_status,new_name_status,quality_rating,platform_type,display_phone_number,verified_name",
  "id,status,code_verification_status,name_status,quality_rating,platform_type,display_phone_number,verified_name",
  "id,status,platform_type",
  "id,status,display_phone_number",
] as const;

/** One unknown or forbidden field fails a whole read (seen in logs), so what may be missing is asked for separately. */
export function readNumber(reader: Reader): Graph["readNumber"] {
  return async (id, deadlineMs) => {
    const endsAt = Date.now() + deadlineMs;
    const ask = <Body>(fields: string, schema: z.ZodType<Body>): Promise<Read<Answer<Body>>> =>
      reader([id], { fields }, schema, endsAt - Date.now());
    const askNode = async (): Promise<Read<Answer<z.infer<typeof PhoneNumberNode>>>> => {
      let read = await ask(FIELDS[0], PhoneNumberNode);
      for (const fewer of FIELDS.slice(1)) {
        if (!fieldRefused(read)) break;
        read = await ask(fewer, PhoneNumberNode);
      }
      return read;
    };
    const [node, onBusinessApp, lastOnboarded] = await Promise.all([
      askNode(),
      ask("is_on_biz_app", OnBusinessApp),
      ask("last_onboarded_time", LastOnboarded),
    ]);
    if (!node.ok) return node;
    const { body, headers } = node.value;
    if (body.id !== id) return failed("unreadable", "the answer is not about this number");
    const view: MetaView = {
      status: body.status,
      codeVerificationStatus: body.code_verification_status,
      nameStatus: body.name_status,
      newNameStatus: body.new_name_status,
      qualityRating: body.quality_rating,
      platformType: body.platform_type,
      displayPhoneNumber: body.display_phone_number,
      verifiedName: body.verified_name,
      isOnBusinessApp: onBusinessApp.ok ? onBusinessApp.value.body.is_on_biz_app : null,
      lastOnboardedAt: lastOnboarded.ok ? lastOnboarded.value.body.last_onboarded_time : null,
      observedAt: observedAt(headers),
    };
    return { ok: true, value: believedView(view, Date.now()) };
  };
}
