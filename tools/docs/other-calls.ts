import type { ChangingCall } from "../../functions/src/contract/calls.ts";
import { ACCOUNT_CONNECTION_ADVICE } from "../../functions/src/domain/advice/account-connection-advice.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../../functions/src/domain/advice/account-disconnection-advice.ts";
import { ADDITION_ADVICE } from "../../functions/src/domain/advice/addition-advice.ts";
import type { Advice } from "../../functions/src/domain/advice/advice.ts";
import { DEREGISTRATION_ADVICE } from "../../functions/src/domain/advice/deregistration-advice.ts";
import { TEST_MESSAGE_ADVICE } from "../../functions/src/domain/advice/test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "../../functions/src/domain/advice/two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "../../functions/src/domain/advice/verification-advice.ts";
import { WEBHOOK_CONNECTION_ADVICE } from "../../functions/src/domain/advice/webhook-connection-advice.ts";

/** What each call besides registerPhoneNumber that changes something at Meta says of each failure. */
const ADVICE_OF: Readonly<Record<Exclude<ChangingCall, "registerPhoneNumber">, Readonly<Record<string, Advice>>>> = {
  requestVerificationCode: CODE_REQUEST_ADVICE,
  verifyPhoneNumber: CODE_GUESS_ADVICE,
  setTwoStepPin: TWO_STEP_PIN_ADVICE,
  deregisterPhoneNumber: DEREGISTRATION_ADVICE,
  sendTestMessage: TEST_MESSAGE_ADVICE,
  addPhoneNumber: ADDITION_ADVICE,
  connectAccount: ACCOUNT_CONNECTION_ADVICE,
  disconnectAccount: ACCOUNT_DISCONNECTION_ADVICE,
  connectWebhook: WEBHOOK_CONNECTION_ADVICE,
};

/** The same as a list, in the order of the page. */
export const OTHER_CALLS = Object.entries(ADVICE_OF).map(([name, advice]) => ({ name, advice }));
