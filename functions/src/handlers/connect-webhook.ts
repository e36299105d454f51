import { connectWebhook as connect } from "../app/connect-webhook.ts";
import { metaWebhookVerifyToken } from "../config.ts";
import { accountCall } from "./account-call.ts";
import { webhookWiring } from "./webhook-wiring.ts";

/** Has Meta send an account's events to this deployment, and says which fields the app lacks. */
export const connectWebhook = accountCall(
  "connectWebhook",
  (_, { adapters, config, account, ask, host }) =>
    connect(adapters.webhookConnectionPorts(config, account), {
      ...ask,
      ...webhookWiring(host),
      hasAppSecret: config.appSecret !== "",
      appId: config.appId,
    }),
  [metaWebhookVerifyToken],
);
