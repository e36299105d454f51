import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST to `/request_code` (Meta, WhatsApp Business Phone Number Request Code). */
export function requestCode(access: GraphAccess): Graph["requestCode"] {
  return ({ phoneNumberId, method, language }, deadlineMs) =>
    postForSuccess(access, {
      parts: [phoneNumberId, "request_code"],
      body: { code_method: method, language },
      hidden: [],
      deadlineMs,
    });
}
