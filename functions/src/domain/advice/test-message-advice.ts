import type { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import { ADVICE, type Advice } from "./advice.ts";
import { COMMON_ADVICE } from "./common-advice.ts";
import { APPS, HEALTH_STATUS, PHONE_NUMBERS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of a test message that need no proof of access. */
export type PlainTestMessageFailure = Exclude<TestMessageFailureStatus, "missing_permission">;

const TEMPLATES = "https://business.facebook.com/wa/manage/message-templates/";
const PAYMENT = "https://business.facebook.com/billing_hub/payment_settings";
const REGISTER_AGAIN = "Call registerPhoneNumber with the number's two-step PIN, then send again.";

/** What to say for each way in which a test message fails, when it is sent or afterwards. */
export const TEST_MESSAGE_ADVICE: Readonly<Record<PlainTestMessageFailure, Advice>> = {
  ...COMMON_ADVICE,
  number_on_business_app: ADVICE.number_on_business_app,
  not_registered: {
    message: "The number is not registered with the Cloud API, so it cannot send.",
    actor: "operator",
    retryable: false,
    resolution: [step("Register the number", REGISTER_AGAIN)],
  },
  messaging_blocked: {
    message: "Meta does not let this number send messages at the moment.",
    actor: "customer",
    retryable: false,
    resolution: [
      step("Mend what blocks says", "Each entry names what is in the way and what Meta proposes.", HEALTH_STATUS),
      step(
        "Look at the number",
        "WhatsApp Manager > Phone numbers shows restrictions and how to end them.",
        PHONE_NUMBERS,
      ),
    ],
  },
  recipient_not_allowed: {
    message: "This is a test number, and it may write only to the recipients in its list.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Add the recipient to the list",
        "App dashboard > WhatsApp > API Setup > To > Manage phone number list. The recipient confirms with a code.",
        APPS,
      ),
    ],
  },
  recipient_unreachable: {
    message: "Meta cannot deliver a message to this recipient.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Check the recipient",
        "It must be another number than the sender, be on WhatsApp with a current app version, have accepted WhatsApp's newest terms, and not have blocked the business.",
      ),
    ],
  },
  display_name_not_approved: {
    message: "The number's display name is not approved yet, so it cannot send.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Have the display name approved",
        "WhatsApp Manager > Phone numbers > the number > Profile shows the review and lets the name be changed. After an approval, register again.",
        PHONE_NUMBERS,
      ),
    ],
  },
  payment_issue: {
    message: "Meta cannot charge the WhatsApp Business Account for messages.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Mend the payment method",
        "Business settings > Billing & payments > the WhatsApp account: add a method of payment, or settle what is due.",
        PAYMENT,
      ),
    ],
  },
  certificate_error: {
    message: "The number's registration is not in order, so it cannot send.",
    actor: "operator",
    retryable: false,
    resolution: [step("Register the number again", REGISTER_AGAIN)],
  },
  outside_conversation_window: {
    message: "The recipient has not written for more than 24 hours, so only a template may be sent.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Send an approved template",
        "hello_world is one; or let the recipient write to the number first.",
        TEMPLATES,
      ),
    ],
  },
  template_not_found: {
    message: "The account has no approved template of this name in this language.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Compare name and language",
        "WhatsApp Manager > Message templates lists them; the language must be exactly that of the template, such as en_US for hello_world.",
        TEMPLATES,
      ),
    ],
  },
  template_not_usable: {
    message: "The template exists, but cannot be sent like this.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Choose a template without parameters that is active",
        "A test message fills in nothing. graphError says whether the template lacks parameters, is paused or is disabled.",
        TEMPLATES,
      ),
    ],
  },
  held_back_by_meta: {
    message: "Meta chose not to deliver this message to this recipient.",
    actor: "meta",
    retryable: false,
    resolution: [
      step(
        "Test with another recipient",
        "Meta holds messages back from people who get or want few of them. The number itself may be in perfect order.",
      ),
    ],
  },
  outcome_unknown: {
    message: "The message was handed to Meta, but no answer came back that can be read. It may arrive.",
    actor: "operator",
    retryable: false,
    resolution: [step("Look at the recipient's phone", "If nothing arrives within a minute or two, send again.")],
  },
};
