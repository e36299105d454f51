import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST to `/verify_code`. The only place that reveals a verification code. */
export function verifyCode(access: GraphAccess): Graph["verifyCode"] {
  return ({ phoneNumberId, code }, deadlineMs) => {
    const digits = code.reveal();
    return postForSuccess(access, {
      parts: [phoneNumberId, "verify_code"],
      body: { code: digits },
      hidden: [digits],
      deadlineMs,
    });
  };
}
