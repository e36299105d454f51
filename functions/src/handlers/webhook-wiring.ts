import { metaWebhookVerifyToken, webhookOverride } from "../config.ts";
import { webhookAddress } from "../webhook-address.ts";

/** What Meta is told of our own webhook. */
export interface WebhookWiring {
  readonly callbackUrl: string;
  /** Empty: it is not configured. */
  readonly verifyToken: string;
  /** Whether an account's events may be taken from another address. */
  readonly mayOverride: boolean;
}

/** Needs the secret META_WEBHOOK_VERIFY_TOKEN. `host` and what is thrown: as for `webhookAddress`. */
export function webhookWiring(host: string): WebhookWiring {
  return {
    callbackUrl: webhookAddress(host),
    verifyToken: metaWebhookVerifyToken.value().trim(),
    mayOverride: webhookOverride.value(),
  };
}
