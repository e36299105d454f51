import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingAccountPermission } from "./missing-permission.ts";
import { RequestId, WabaId } from "./primitives.ts";

/** What a caller of `connectWebhook` sends. `wabaId` left out means the configured account. */
export const ConnectWebhookRequest = z.strictObject({
  wabaId: WabaId.optional(),
  requestId: RequestId.optional(),
});
export type ConnectWebhookRequest = z.infer<typeof ConnectWebhookRequest>;

/** Every way in which connecting the webhook can fail, one word each. */
export const WebhookConnectionFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "invalid_token",
  "not_configured",
  "callback_elsewhere",
  "handshake_failed",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
  "unknown_error",
]);
export type WebhookConnectionFailureStatus = z.infer<typeof WebhookConnectionFailureStatus>;

/** Every status that `connectWebhook` can end in. */
export const WebhookConnectionStatus = z.enum([
  "connected",
  "fields_missing",
  ...WebhookConnectionFailureStatus.options,
]);
export type WebhookConnectionStatus = z.infer<typeof WebhookConnectionStatus>;

/** How the account's events come here, as Meta shows it when asked afterwards. */
const connection = {
  wabaId: WabaId,
  /** The address of this deployment's `metaWebhook`. */
  callbackUrl: z.string(),
  /** Whether the account's events come here past the app's own address, to which the events that no override carries still go. */
  overridden: z.boolean(),
  /** The webhook fields that the app has, and those that this product needs and the app lacks. */
  fields: z.strictObject({ subscribed: z.array(z.string()), missing: z.array(z.string()) }),
};

/** What a caller of `connectWebhook` gets, told apart by `status`. */
export const WebhookConnectionResult = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("connected"), ...connection, message: z.string() }),
  /** The steps name each field that is to be switched on in the app's dashboard. */
  z.strictObject({ status: z.literal("fields_missing"), ...connection, ...failureFields }),
  MissingAccountPermission,
  /** `address`: where the events go now, without its query; nothing was changed. */
  z.strictObject({
    status: z.literal("callback_elsewhere"),
    wabaId: WabaId,
    address: z.string(),
    ...failureFields,
  }),
  z.strictObject({
    status: WebhookConnectionFailureStatus.exclude(["missing_permission", "callback_elsewhere"]),
    wabaId: WabaId,
    ...failureFields,
  }),
]);
export type WebhookConnectionResult = z.infer<typeof WebhookConnectionResult>;
