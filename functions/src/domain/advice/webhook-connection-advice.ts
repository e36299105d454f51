import type { WebhookConnectionFailureStatus } from "../../contract/connect-webhook.ts";
import type { Resolution } from "../../contract/failure.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE, IN_PROGRESS } from "./common-advice.ts";
import { APPS, WEBHOOK_OVERRIDES } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of connecting the webhook that need no proof of access and carry no address. */
export type PlainConnectionFailure = Exclude<
  WebhookConnectionFailureStatus,
  "missing_permission" | "callback_elsewhere"
>;

/** What to say for each way in which connecting the webhook fails. */
export const WEBHOOK_CONNECTION_ADVICE: Readonly<Record<PlainConnectionFailure | "callback_elsewhere", Advice>> = {
  ...COMMON_ADVICE,
  in_progress: IN_PROGRESS,
  not_configured: {
    message: "The webhook of this deployment is not configured, so Meta could not be told of it.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Store the app secret and the verify token",
        "`firebase functions:secrets:set META_APP_SECRET` (App dashboard > App settings > Basic) and META_WEBHOOK_VERIFY_TOKEN (a long random text of letters and digits alone: Meta turns a + into a space), then `firebase deploy --only functions:whatsapp`.",
        APPS,
      ),
      step(
        "Check the address",
        "WEBHOOK_URL must be empty, or an https address of metaWebhook with at most 200 characters and no query.",
      ),
    ],
  },
  callback_elsewhere: {
    message: "The account's events go to another address, and nothing was changed.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Compare the addresses",
        "If address is this deployment too, under another name, set WEBHOOK_URL to it, deploy and ask again.",
      ),
      step(
        "Or have this account's events come here",
        "Set WEBHOOK_OVERRIDE to true, deploy and ask again: messages then come here and no longer to that address, which keeps everything else of the app.",
        WEBHOOK_OVERRIDES,
      ),
    ],
  },
  handshake_failed: {
    message: "Meta called the address of metaWebhook and did not get its challenge back, so it sends nothing there.",
    actor: "operator",
    retryable: true,
    resolution: [
      step(
        "See what Meta met there",
        "graphError.message names it. 404: the address is wrong (WEBHOOK_URL), or metaWebhook is not deployed. 403: it was deployed with another META_WEBHOOK_VERIFY_TOKEN, without META_APP_SECRET, or may not be called by everybody. curl_errno 28: it was too slow, as after a cold start: ask again.",
      ),
      step(
        "Mind where the events go meanwhile",
        "An override needs the account subscribed first. Where the app's own address is another's, the account's events go there until asking again succeeds.",
        WEBHOOK_OVERRIDES,
      ),
    ],
  },
  outcome_unknown: {
    message: "Meta was asked, and what it shows afterwards cannot be read or is not what was asked for.",
    actor: "operator",
    retryable: true,
    resolution: [
      step("Ask again", "Connecting the webhook twice does no harm: it reads first and changes what is missing."),
    ],
  },
};

/** What is said where the events come, or could come, and the app lacks fields. */
export const FIELDS_MISSING: Omit<Advice, "resolution"> = {
  message:
    "The app lacks webhook fields that this deployment needs, and this deployment may not change the app's address.",
  actor: "operator",
  retryable: false,
};

/** One step for each field that is to be switched on. */
export function fieldSteps(missing: readonly string[]): [Resolution, ...Resolution[]] {
  const [first = "messages", ...others] = missing;
  const switchOn = (field: string): Resolution =>
    step(
      `Switch on the field ${field}`,
      `App dashboard > WhatsApp > Configuration > Webhook fields > ${field}: Subscribe. Then ask again.`,
      APPS,
    );
  return [switchOn(first), ...others.map(switchOn)];
}
