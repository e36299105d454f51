import { onRequest, type HttpsOptions } from "firebase-functions/https";
import { applyWebhook } from "../app/apply-webhook.ts";
import { wasRefused } from "../body-guard.ts";
import { metaAppSecret, metaWebhookVerifyToken, webhookConfiguration } from "../config.ts";
import { webhookRefused } from "../journal/notice-journal.ts";
import { OPTIONS } from "../options.ts";
import { replyToWebhook, type WebhookSetup } from "./webhook/reply.ts";

const WEBHOOK_OPTIONS: HttpsOptions = {
  ...OPTIONS,
  secrets: [metaAppSecret, metaWebhookVerifyToken],
  invoker: "public",
  cors: false,
  // A delivery may have 3 MB, and several are read at a time.
  memory: "512MiB",
  concurrency: 20,
};

/** Takes Meta's webhooks: the handshake, and signed events about the numbers. It has no token: what events claim is read elsewhere. */
export const metaWebhook = onRequest(WEBHOOK_OPTIONS, async (request, response) => {
  if (wasRefused(request)) {
    webhookRefused({ reason: "too large" });
    return;
  }
  const { status, body } = await replyToWebhook(
    {
      method: request.method,
      query: request.query,
      signature: request.get("x-hub-signature-256"),
      rawBody: request.rawBody,
    },
    setup,
  );
  response.status(status).set("X-Content-Type-Options", "nosniff").type("text/plain").send(body);
});

/** What answering needs, once the configuration can be read. */
function setup(): WebhookSetup {
  const config = webhookConfiguration();
  return {
    appSecret: config.appSecret,
    verifyToken: config.verifyToken,
    take: async (changes) => {
      const receivedAt = Date.now();
      // What Meta has not signed is refused without it.
      const { webhookPorts } = await import("../webhook-composition.ts");
      await applyWebhook(webhookPorts(config), { changes, configuredWabaId: config.wabaId, receivedAt });
    },
  };
}
