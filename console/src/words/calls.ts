import type { UnrecognizedResult } from "../../../client/src/newer-backend.ts";
import type { AdditionFailureStatus } from "../../../functions/src/contract/add-phone-number.ts";
import type { AccountConnectionFailureStatus } from "../../../functions/src/contract/connect-account.ts";
import type { WebhookConnectionFailureStatus } from "../../../functions/src/contract/connect-webhook.ts";
import type { DeregistrationFailureStatus } from "../../../functions/src/contract/deregister-phone-number.ts";
import type { AccountDisconnectionFailureStatus } from "../../../functions/src/contract/disconnect-account.ts";
import type { AttemptDocument, RegistrationRecord } from "../../../functions/src/contract/phone-number.ts";
import type { ReadFailureStatus } from "../../../functions/src/contract/refresh-phone-number.ts";
import type { RegistrationFailureStatus } from "../../../functions/src/contract/register-phone-number.ts";
import type { TestMessageFailureStatus } from "../../../functions/src/contract/send-test-message.ts";
import type { TwoStepPinFailureStatus } from "../../../functions/src/contract/set-two-step-pin.ts";
import type { VerificationFailureStatus } from "../../../functions/src/contract/verification.ts";
import type { Tone } from "./tone.ts";

// Every word that a call of the contract needs here: a new call adds its own to this file.

/** Every word that any call of the contract can fail with. */
export type FailureWord =
  | AccountConnectionFailureStatus
  | AccountDisconnectionFailureStatus
  | AdditionFailureStatus
  | DeregistrationFailureStatus
  | ReadFailureStatus
  | RegistrationFailureStatus
  | TestMessageFailureStatus
  | TwoStepPinFailureStatus
  | UnrecognizedResult["status"]
  | VerificationFailureStatus
  | "fields_missing"
  | WebhookConnectionFailureStatus;

/** Each failure in a few words. */
export const HEADLINES: Readonly<Record<FailureWord, readonly [headline: string, tone: Tone]>> = {
  account_locked: ["The account is locked", "bad"],
  account_not_shared: ["The account was not shared", "warn"],
  account_taken: ["The account is connected already", "warn"],
  addition_refused: ["Meta does not add the number", "warn"],
  app_blocked: ["Meta has blocked the app", "bad"],
  business_incomplete: ["The business portfolio is not filled in", "warn"],
  callback_elsewhere: ["The events go to another address", "warn"],
  certificate_error: ["The number's certificate is not in order", "bad"],
  code_expired: ["The code is too old", "warn"],
  code_guess_limited: ["Too many wrong codes", "bad"],
  code_refused: ["Meta refused the code", "warn"],
  code_request_failed: ["Meta did not send a code", "warn"],
  code_request_limited: ["Meta sends no code for now", "warn"],
  country_restricted: ["Not to this country", "bad"],
  display_name_not_approved: ["The display name is not approved", "warn"],
  fields_missing: ["The app lacks webhook fields", "warn"],
  handshake_failed: ["Meta's handshake failed", "warn"],
  held_back_by_meta: ["Meta held the message back", "warn"],
  in_progress: ["Another call is under way", "busy"],
  incomplete_deregistration: ["An earlier deregistration is unfinished", "warn"],
  invalid_parameter: ["Meta refused a value", "warn"],
  invalid_token: ["The token is not accepted", "bad"],
  limit_reached: ["The account is full", "warn"],
  messaging_blocked: ["Meta blocks sending", "bad"],
  meta_unavailable: ["Meta is not available", "warn"],
  migration_not_ready: ["The number cannot be moved yet", "warn"],
  missing_permission: ["Access is missing", "bad"],
  not_configured: ["Something is not configured", "bad"],
  not_registered: ["The number is not registered", "warn"],
  number_held_elsewhere: ["The number is held elsewhere", "warn"],
  number_on_business_app: ["The number is on the WhatsApp Business app", "warn"],
  outcome_unknown: ["The outcome is not known yet", "warn"],
  outside_conversation_window: ["The conversation window is closed", "warn"],
  own_account: ["The account is the deployment's own", "warn"],
  payment_issue: ["A payment method is missing or failed", "bad"],
  pin_locked: ["The PIN is locked", "bad"],
  pin_mismatch: ["The PIN is wrong", "warn"],
  rate_limited: ["No attempts left", "bad"],
  recently_deleted: ["The number was deleted a moment ago", "warn"],
  recipient_blocked: ["The business has blocked the recipient", "warn"],
  recipient_in_experiment: ["The recipient is part of an experiment", "warn"],
  recipient_not_allowed: ["The recipient is not on the test list", "warn"],
  recipient_opted_out: ["The recipient wants no marketing", "warn"],
  recipient_unreachable: ["The recipient cannot be reached", "warn"],
  spam_limited: ["Too much was taken for spam", "bad"],
  special_product: ["A special product's rule is not met", "warn"],
  template_needed: ["A template is needed", "warn"],
  template_not_found: ["The template does not exist", "warn"],
  template_not_usable: ["The template cannot be used", "warn"],
  templates_misclassified: ["Utility templates advertise", "warn"],
  throttled: ["Too many calls for now", "warn"],
  unexplained_refusal: ["Meta refused and gave no reason", "bad"],
  unknown_error: ["Meta answered with an unknown error", "warn"],
  unrecognized: ["The answer is newer than this page", "plain"],
  verification_required: ["The number is not verified", "warn"],
  wrong_code: ["The code is wrong", "warn"],
  wrong_app: ["The customer agreed to another app", "bad"],
};

/** What was asked of Meta. */
export const OPERATIONS: Readonly<Record<AttemptDocument["operation"], string>> = {
  register: "Registration",
  deregister: "Deregistration",
  request_code: "Verification code",
  verify_code: "Verification",
  set_pin: "Two-step PIN",
  send_message: "Test message",
  add_number: "Addition",
};

/** What a call came to, in a word: of any call that is written down. */
export function outcomeWord(status: AttemptDocument["status"] | RegistrationRecord["status"]): string {
  switch (status) {
    case "registered":
      return "Registered";
    case "awaiting_meta":
      return "Accepted by Meta";
    case "not_registered":
      return "Not registered";
    case "deregistered":
      return "Deregistered";
    case "code_requested":
      return "Code sent";
    case "verified":
      return "Verified";
    case "already_verified":
      return "Already verified";
    case "pin_set":
      return "PIN set";
    case "sent":
      return "Taken by Meta";
    case "added":
      return "Added";
    default:
      return HEADLINES[status][0];
  }
}
