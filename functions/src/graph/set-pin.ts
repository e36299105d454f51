import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST of a PIN to the number itself (Meta, Two-step verification). One of two places that reveal a PIN. */
export function setPin(access: GraphAccess): Graph["setPin"] {
  return ({ phoneNumberId, pin }, deadlineMs) => {
    const digits = pin.reveal();
    return postForSuccess(access, {
      parts: [phoneNumberId],
      body: { pin: digits },
      hidden: [digits],
      deadlineMs,
    });
  };
}
