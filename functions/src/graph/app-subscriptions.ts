import type { AccountGraph } from "../app/account-ports.ts";
import { asApp, type GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";
import { failed, graphReader } from "./reader.ts";
import { AppSubscriptions } from "./wire.ts";
import { withoutQuery } from "./without-query.ts";

/** The object whose events this product lives on. An app may have other objects, which are other products' own. */
const WHATSAPP = "whatsapp_business_account";

/** Where an app's events about WhatsApp accounts go, asked as the app: Meta refuses other tokens (seen in logs). */
export function appSubscription(access: GraphAccess): AccountGraph["appSubscription"] {
  return async (appId, deadlineMs) => {
    const app = asApp(access, appId);
    if (app === null) return failed("unreadable", "the app secret is not configured");
    const read = await graphReader(app)([appId, "subscriptions"], {}, AppSubscriptions, deadlineMs);
    if (!read.ok) return read;
    const entry = read.value.body.data.find(({ object }) => object === WHATSAPP);
    if (entry === undefined) return { ok: true, value: null };
    const { callback_url, active, fields } = entry;
    return { ok: true, value: { callbackUrl: withoutQuery(callback_url), active, fields } };
  };
}

/** The one POST to `/subscriptions`, as the app. It replaces address and fields of the object (seen in logs of production code). */
export function subscribeWebhook(access: GraphAccess): AccountGraph["subscribeWebhook"] {
  return async ({ appId, url, verifyToken, fields }, deadlineMs) => {
    const app = asApp(access, appId);
    if (app === null) return { kind: "not_sent", reason: "the app secret is not configured" };
    return postForSuccess(app, {
      parts: [appId, "subscriptions"],
      body: {
        object: WHATSAPP,
        callback_url: url,
        verify_token: verifyToken,
        fields: fields.join(","),
        include_values: true,
      },
      hidden: [verifyToken],
      deadlineMs,
    });
  };
}
