import type { DeregistrationFailureStatus } from "../../contract/deregister-phone-number.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE, IN_PROGRESS } from "./common-advice.ts";
import { META_STATUS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of a deregistration that need no proof of access. */
export type PlainDeregistrationFailure = Exclude<DeregistrationFailureStatus, "missing_permission">;

const DEREGISTRATION =
  "https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status/deregister";

/** What to say for each way in which a deregistration fails. */
export const DEREGISTRATION_ADVICE: Readonly<Record<PlainDeregistrationFailure, Advice>> = {
  ...COMMON_ADVICE,
  in_progress: IN_PROGRESS,
  number_on_business_app: {
    message: "This number is used in the WhatsApp Business app, and Meta does not deregister such numbers.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Disconnect it on the phone",
        "WhatsApp Business > Settings > Account > Business Platform > Disconnect. The number stays on the app.",
      ),
    ],
  },
  rate_limited: {
    message: "The budget of deregistrations for this number in 72 hours is used up.",
    actor: "meta",
    retryable: true,
    resolution: [
      step(
        "Wait until retryAt",
        "Meta allows ten requests in 72 hours for a number and counts failed ones. Registering is counted apart.",
        DEREGISTRATION,
      ),
    ],
  },
  recently_deleted: {
    message: "The number was deleted from WhatsApp moments ago, and Meta has not finished.",
    actor: "meta",
    retryable: true,
    resolution: [step("Wait five minutes", "Then read the number with refreshPhoneNumber before anything else.")],
  },
  incomplete_deregistration: {
    message: "Meta began to deregister the number and did not finish.",
    actor: "operator",
    retryable: true,
    resolution: [step("Deregister once more", "Call deregisterPhoneNumber again; each call counts as one of ten.")],
  },
  meta_unavailable: {
    message: "Meta could not be reached or had a fault of its own.",
    actor: "meta",
    retryable: true,
    resolution: [
      step(
        "Look at Meta's status page",
        "Then try again later. attempts says whether this try was spent.",
        META_STATUS,
      ),
    ],
  },
  outcome_unknown: {
    message: "The request was sent, but no answer came back that can be read. The number may be deregistered.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Wait for the state to settle",
        "The number is read again within minutes, and meta.status in its document says what became of it. The attempt already counts.",
      ),
    ],
  },
};
