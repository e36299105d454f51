import type { AdditionFailureStatus, MigrationPrecondition } from "../../contract/add-phone-number.ts";
import type { Resolution } from "../../contract/failure.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE, IN_PROGRESS } from "./common-advice.ts";
import { ADDING_NUMBERS, BUSINESS_INFO, MIGRATION, PHONE_NUMBERS, WHATSAPP_ACCOUNTS } from "./meta-pages.ts";
import { COMPLETE_BUSINESS, LOOK_AT_NUMBER, step } from "./steps.ts";

/** The failures of adding a number that need no proof of access. */
export type PlainAdditionFailure = Exclude<AdditionFailureStatus, "missing_permission">;

/** What to say for each way in which adding a number fails. */
export const ADDITION_ADVICE: Readonly<Record<PlainAdditionFailure, Advice>> = {
  ...COMMON_ADVICE,
  in_progress: {
    ...IN_PROGRESS,
    message: "Another call is adding this very number.",
  },
  limit_reached: {
    message: "The account has as many numbers as Meta allows a business of this standing.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Raise the limit",
        "A new business portfolio may have two numbers; Meta raises that to twenty by itself once the business is verified or has reached 2,000 people. Business settings > Security centre starts the verification.",
        BUSINESS_INFO,
      ),
      step(
        "Or delete a number that is not used",
        "WhatsApp Manager > Account tools > Phone numbers > the number > Delete. Meta does not allow it within 30 days of paid messages.",
        PHONE_NUMBERS,
      ),
    ],
  },
  number_held_elsewhere: {
    message: "Another account, another provider or a phone holds this number.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Move it, if another account of the same business has it",
        "Switch off its two-step verification there (WhatsApp Manager > the number > Two-step verification), then call addPhoneNumber with migrate: true.",
        MIGRATION,
      ),
      step(
        "Free it, if a phone has it",
        "On the phone, WhatsApp > Settings > Account > Delete account; wait three minutes, then add it again.",
      ),
    ],
  },
  migration_not_ready: {
    message: "Meta does not move this number yet.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Read Meta's title, and compare with what Meta demands",
        "graphError.userTitle names what is missing. The account here: approved, its business verified, with a payment method, an app subscribed. The number there: registered, its two-step verification off, its display name approved with no change pending, in an account of the same business.",
        MIGRATION,
      ),
    ],
  },
  addition_refused: {
    message: "Meta does not add this number to the account, and does not say why.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Try it by hand, which says more",
        "WhatsApp Manager > Account tools > Phone numbers > Add phone number: the dialogue says whether the number, the display name or the account is the reason.",
        PHONE_NUMBERS,
      ),
      step(
        "Check the display name",
        "It must be the business's own name or closely related to it, with no word of Meta's, and no mere description, place or person.",
        ADDING_NUMBERS,
      ),
      COMPLETE_BUSINESS,
    ],
  },
  outcome_unknown: {
    message: "Meta was asked to add the number, and no answer came back that can be read. It may have been added.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Ask again, after retryAt where a time stands there",
        "addPhoneNumber looks for the number in the account first, and adds it once at most: until then it only looks.",
      ),
      LOOK_AT_NUMBER,
    ],
  },
};

/** What to do for each precondition that is not met. */
export const PRECONDITION_STEPS: Readonly<Record<MigrationPrecondition, Resolution>> = {
  account_approved: step(
    "Wait for Meta's review of the account",
    "Business settings > Accounts > WhatsApp accounts shows it; Meta moves numbers only into accounts that it has approved.",
    WHATSAPP_ACCOUNTS,
  ),
  business_verified: step(
    "Have the business verified",
    "Business settings > Security centre > Start verification. Meta moves numbers only to verified businesses.",
    BUSINESS_INFO,
  ),
  payment_method: step(
    "Add a payment method to the account",
    "Business settings > Billing & payments > the WhatsApp account: add a method of payment.",
    "https://business.facebook.com/billing_hub/payment_settings",
  ),
  app_subscribed: step(
    "Subscribe the app to the account",
    "Call connectWebhook: Meta moves numbers only into accounts whose events an app gets.",
  ),
  source_registered: step(
    "Add it without migrate, or register it first",
    "The number is registered nowhere at present, so there is nothing to move: call addPhoneNumber without migrate once its old account has let it go.",
    PHONE_NUMBERS,
  ),
  source_pin_off: step(
    "Switch off two-step verification at the old account",
    "Its owner does it in WhatsApp Manager > the number > Two-step verification > Turn off; Meta sends a link by e-mail. No call can do it.",
    PHONE_NUMBERS,
  ),
  source_name_approved: step(
    "Have the display name approved first",
    "The name must be approved, with no change of it pending. WhatsApp Manager > the number > Profile shows the review.",
    PHONE_NUMBERS,
  ),
  source_not_test_number: step("Use a number of your own", "Meta's test numbers cannot be moved.", PHONE_NUMBERS),
  source_not_on_business_app: step(
    "Take the number off the Business app",
    "A number that a phone uses in the WhatsApp Business app cannot be moved. On the phone: Settings > Account > Delete account; then add it without migrate.",
  ),
  source_account_approved: step(
    "Have the old account approved",
    "Meta moves numbers only out of accounts that it has approved.",
    WHATSAPP_ACCOUNTS,
  ),
};
