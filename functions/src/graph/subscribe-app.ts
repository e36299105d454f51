import type { AccountGraph } from "../app/account-ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST to `/subscribed_apps`. Without a body it clears an override (Meta, Webhook overrides). */
export function subscribeApp(access: GraphAccess): AccountGraph["subscribeApp"] {
  return ({ wabaId, override }, deadlineMs) =>
    postForSuccess(access, {
      parts: [wabaId, "subscribed_apps"],
      body: override === null ? {} : { override_callback_uri: override.url, verify_token: override.verifyToken },
      hidden: override === null ? [] : [override.verifyToken],
      deadlineMs,
    });
}
