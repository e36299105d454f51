import type { AccountDisconnectionFailureStatus } from "../../contract/disconnect-account.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE } from "./common-advice.ts";
import { step } from "./steps.ts";

const NOTHING_IS_LOST = step(
  "Ask again",
  "The account keeps its token until Meta has answered. Calling disconnectAccount again, with another requestId if there was one, takes up where it stopped, and does nothing twice.",
);

/** What to say for each way in which disconnecting an account fails. */
export const ACCOUNT_DISCONNECTION_ADVICE: Readonly<Record<AccountDisconnectionFailureStatus, Advice>> = {
  own_account: {
    message: "This account is the deployment's own: no customer has connected it, so it cannot be disconnected.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Change what is configured instead",
        "The params META_WABA_ID, META_PHONE_NUMBER_ID and MANAGED_PHONE_NUMBER_IDS say which account and numbers are the deployment's own; then `firebase deploy --only functions:whatsapp`.",
      ),
    ],
  },
  throttled: COMMON_ADVICE.throttled,
  meta_unavailable: { ...COMMON_ADVICE.meta_unavailable, resolution: [NOTHING_IS_LOST] },
  outcome_unknown: {
    message:
      "Disconnecting was begun, and how far it came is in doubt: an answer of Meta's, or of this deployment's own database, was lost.",
    actor: "operator",
    retryable: true,
    resolution: [NOTHING_IS_LOST],
  },
  in_progress: {
    message: "Another call about this account is under way.",
    actor: "operator",
    retryable: true,
    resolution: [step("Wait for it", "It takes no longer than two minutes; then ask again.")],
  },
};
