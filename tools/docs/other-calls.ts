import { ACCOUNT_CONNECTION_ADVICE } from "../../functions/src/domain/advice/account-connection-advice.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../../functions/src/domain/advice/account-disconnection-advice.ts";
import { ADDITION_ADVICE } from "../../functions/src/domain/advice/addition-advice.ts";
import type { Advice } from "../../functions/src/domain/advice/advice.ts";
import { DEREGISTRATION_ADVICE } from "../../functions/src/domain/advice/deregistration-advice.ts";
import { TEST_MESSAGE_ADVICE } from "../../functions/src/domain/advice/test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "../../functions/src/domain/advice/two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "../../functions/src/domain/advice/verification-advice.ts";
import { WEBHOOK_CONNECTION_ADVICE } from "../../functions/src/domain/advice/webhook-connection-advice.ts";

/** The callables besides registerPhoneNumber that ask Meta to change something, with what they say of each failure. */
export const OTHER_CALLS: readonly { readonly name: string; readonly advice: Readonly<Record<string, Advice>> }[] = [
  { name: "requestVerificationCode", advice: CODE_REQUEST_ADVICE },
  { name: "verifyPhoneNumber", advice: CODE_GUESS_ADVICE },
  { name: "setTwoStepPin", advice: TWO_STEP_PIN_ADVICE },
  { name: "deregisterPhoneNumber", advice: DEREGISTRATION_ADVICE },
  { name: "sendTestMessage", advice: TEST_MESSAGE_ADVICE },
  { name: "addPhoneNumber", advice: ADDITION_ADVICE },
  { name: "connectAccount", advice: ACCOUNT_CONNECTION_ADVICE },
  { name: "disconnectAccount", advice: ACCOUNT_DISCONNECTION_ADVICE },
  { name: "connectWebhook", advice: WEBHOOK_CONNECTION_ADVICE },
];
