import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST to `/deregister`. Its body is empty (Meta, WhatsApp Business Phone Number Deregister). */
export function deregister(access: GraphAccess): Graph["deregister"] {
  return (phoneNumberId, deadlineMs) =>
    postForSuccess(access, { parts: [phoneNumberId, "deregister"], body: {}, hidden: [], deadlineMs });
}
