import type { LeavingGraph } from "../app/customer-ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** `DELETE /{waba_id}/subscribed_apps`: the token's own app no longer hears of the account, and its override goes with it (Meta, Webhooks). */
export function unsubscribeApp(access: GraphAccess): LeavingGraph["unsubscribeApp"] {
  return (wabaId, deadlineMs) =>
    postForSuccess(access, { method: "DELETE", parts: [wabaId, "subscribed_apps"], hidden: [], deadlineMs });
}

/**
 * `DELETE /me/permissions`: the app loses what the token's user has granted it, in all of the user's tokens (Meta, Permissions; that it
 * works for business tokens is claimed by others).
 */
export function revokeAccess(access: GraphAccess): LeavingGraph["revokeAccess"] {
  return (deadlineMs) =>
    postForSuccess(access, { method: "DELETE", parts: ["me", "permissions"], hidden: [], deadlineMs });
}
