import type { AccountConnectionFailureStatus } from "../../contract/connect-account.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE } from "./common-advice.ts";
import { APPS, EMBEDDED_SIGNUP, WHATSAPP_ACCOUNTS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of connecting an account that need no proof of access. */
export type PlainAccountConnectionFailure = Exclude<AccountConnectionFailureStatus, "missing_permission">;

const START_AGAIN = step(
  "Start the sign-up again",
  "Press the button once more: the dialog remembers what was chosen, and gives a new code.",
  EMBEDDED_SIGNUP,
);

/** The same advice, ending in a new sign-up: the code that was handed in is no longer valid. */
export const startingAgain = (advice: Advice): Advice =>
  advice.resolution.includes(START_AGAIN) ? advice : { ...advice, resolution: [...advice.resolution, START_AGAIN] };

/** What to say for each way in which connecting an account fails. */
export const ACCOUNT_CONNECTION_ADVICE: Readonly<Record<PlainAccountConnectionFailure, Advice>> = {
  ...COMMON_ADVICE,
  invalid_token: {
    message: "Meta does not accept the token that the sign-up gave.",
    actor: "customer",
    retryable: false,
    resolution: [START_AGAIN],
  },
  code_expired: {
    message: "The code of the sign-up is older than the thirty seconds that it lives.",
    actor: "customer",
    retryable: false,
    resolution: [START_AGAIN, step("Hand the code in at once", "Call connectAccount right when the dialog gives it.")],
  },
  code_refused: {
    message:
      "The sign-up's code is no longer valid: it works once, for the app that asked for it. Nothing was connected.",
    actor: "customer",
    retryable: false,
    resolution: [START_AGAIN],
  },
  wrong_app: {
    message: "The customer authorised a different app, not this deployment's.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Compare the apps",
        "META_APP_ID, META_APP_SECRET and the configuration of the sign-up must belong to one app. Then the sign-up begins anew.",
        APPS,
      ),
    ],
  },
  account_not_shared: {
    message: "What the customer agreed to does not cover this account, or the account does not list this number.",
    actor: "customer",
    retryable: true,
    resolution: [
      step(
        "Choose the account in the sign-up",
        "In the dialog, choose the very account and number that are to be connected. If they were chosen, ask again without a code: Meta shows them some seconds later.",
        WHATSAPP_ACCOUNTS,
      ),
    ],
  },
  account_taken: {
    message: "This account cannot be connected here: it is connected already.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Have the account disconnected first",
        "An account has one customer. Where it is to change hands, it is disconnected by the one who has it (disconnectAccount), or by an operator; then it can be connected anew.",
      ),
    ],
  },
  not_configured: {
    message: "This deployment is not set up for customers to connect, or its app is not in order.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Store what it takes",
        "The param META_APP_ID and the secrets META_APP_SECRET and CUSTOMER_TOKEN_KEYS, of the app that the sign-up belongs to; then `firebase deploy --only functions:whatsapp`.",
        APPS,
      ),
    ],
  },
  outcome_unknown: {
    message: "Meta gave no answer that can be read, and may have carried out what it was asked.",
    actor: "customer",
    retryable: true,
    resolution: [
      step("Ask again, without a code", "What was reached so far is kept, and nothing is done twice."),
      START_AGAIN,
    ],
  },
  in_progress: {
    message: "This account is being connected by another call of yours.",
    actor: "customer",
    retryable: true,
    resolution: [step("Wait for it", "It takes no longer than two minutes; then ask again, without a code.")],
  },
};
