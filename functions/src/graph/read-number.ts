import type { z } from "zod";
import type { Graph, Read } from "../app/ports.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { believedView } from "../domain/phone-number.ts";
import { failed, fieldRefused, observedAt, type Answer, type Reader } from "./reader.ts";
import { noneRefused, type RefusedFields } from "./refused-fields.ts";
import { LastOnboarded, OnBusinessApp, PhoneNumberNode, WholePhoneNumberNode } from "./wire.ts";

/** What is asked for where a field is refused: first all but a change of the name, then what proves a connection, then the status alone. */
const FIELDS = [
  "id,status,code_verification_status,name_status,new_name_status,quality_rating,platform_type,display_phone_number,verified_name",
  "id,status,code_verification_status,name_status,quality_rating,platform_type,display_phone_number,verified_name",
  "id,status,platform_type",
  "id,status,display_phone_number",
] as const;

/** Everything, in one request. */
const ALL_FIELDS = `${FIELDS[0]},is_on_biz_app,last_onboarded_time`;

type WholeNode = z.infer<typeof WholePhoneNumberNode>;
type Ask = <Body>(fields: string, schema: z.ZodType<Body>) => Promise<Read<Answer<Body>>>;

/**
 * Reads a number in one request. One unknown or forbidden field fails a whole read (seen in logs): then what may be missing is asked
 * for apart, and for a token that has met this at once.
 */
export function readNumber(reader: Reader, refused: RefusedFields = noneRefused()): Graph["readNumber"] {
  return async (id, deadlineMs) => {
    const endsAt = Date.now() + deadlineMs;
    const ask: Ask = (fields, schema) => reader([id], { fields }, schema, endsAt - Date.now());
    const node = await askAll(ask, refused);
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
      isOnBusinessApp: body.is_on_biz_app,
      lastOnboardedAt: body.last_onboarded_time,
      observedAt: observedAt(headers),
    };
    return { ok: true, value: believedView(view, Date.now()) };
  };
}

async function askAll(ask: Ask, refused: RefusedFields): Promise<Read<Answer<WholeNode>>> {
  if (refused.any()) return askApart(ask);
  const whole = await ask(ALL_FIELDS, WholePhoneNumberNode);
  if (!fieldRefused(whole)) return whole;
  const apart = await askApart(ask);
  // A number that is refused in every form tells nothing of fields.
  if (apart.ok) refused.note();
  return apart;
}

async function askApart(ask: Ask): Promise<Read<Answer<WholeNode>>> {
  const [node, onBusinessApp, lastOnboarded] = await Promise.all([
    askNode(ask),
    ask("is_on_biz_app", OnBusinessApp),
    ask("last_onboarded_time", LastOnboarded),
  ]);
  if (!node.ok) return node;
  const { body, headers } = node.value;
  const is_on_biz_app = onBusinessApp.ok ? onBusinessApp.value.body.is_on_biz_app : null;
  const last_onboarded_time = lastOnboarded.ok ? lastOnboarded.value.body.last_onboarded_time : null;
  return { ok: true, value: { body: { ...body, is_on_biz_app, last_onboarded_time }, headers } };
}

async function askNode(ask: Ask): Promise<Read<Answer<z.infer<typeof PhoneNumberNode>>>> {
  let read = await ask(FIELDS[0], PhoneNumberNode);
  for (const fewer of FIELDS.slice(1)) {
    if (!fieldRefused(read)) break;
    read = await ask(fewer, PhoneNumberNode);
  }
  return read;
}
