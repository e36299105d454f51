import type { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import { ADVICE, type Advice } from "./advice.ts";
import { COMMON_ADVICE } from "./common-advice.ts";
import { APPS, HEALTH_STATUS, MESSAGE_TEMPLATES, PAYMENT_SETTINGS, PHONE_NUMBERS } from "./meta-pages.ts";
import { AWAIT_PROVIDED_NAME, CHECK_ACCOUNT, step } from "./steps.ts";
import { TEMPLATE_NEEDED } from "./template-advice.ts";

/** The failures of a test message that need no proof of access. */
export type PlainTestMessageFailure = Exclude<TestMessageFailureStatus, "missing_permission">;

const REGISTER_AGAIN = "Call registerPhoneNumber with the number's two-step PIN, then send again.";

/** What to say for each way in which a message fails that can be sent, when it is sent or afterwards. */
export const SEND_ADVICE: Readonly<Record<Exclude<PlainTestMessageFailure, "template_needed">, Advice>> = {
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
      step("Fix what `blocks` lists", "Each entry names what is in the way and what Meta proposes.", HEALTH_STATUS),
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
  recipient_blocked: {
    message: "The business itself has blocked this recipient.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Unblock the recipient", "Take the recipient off the number's list of blocked users, then send again."),
    ],
  },
  recipient_opted_out: {
    message: "The recipient wants no marketing messages from this business.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Send a utility template",
        "Or test with another recipient. Only the person can allow marketing messages again.",
      ),
    ],
  },
  recipient_in_experiment: {
    message: "The recipient is part of an experiment of Meta's, in which such messages are not delivered.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Test with another recipient", "The number itself may be in perfect order. Sending again does not help."),
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
        PAYMENT_SETTINGS,
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
        "Leave `template` out, and one is chosen; or let the recipient write to the number first.",
        MESSAGE_TEMPLATES,
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
        "WhatsApp Manager > Message templates lists them; the language must be exactly that of the template, such as en_US. Leave `template` out, and one that can be sent is chosen.",
        MESSAGE_TEMPLATES,
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
        "A test message fills in nothing: leave `template` out, and one is chosen. graphError says whether this one lacks parameters, is paused, disabled for good, or of the category MARKETING, which can be switched off for an account.",
        MESSAGE_TEMPLATES,
      ),
    ],
  },
  held_back_by_meta: {
    message: "Meta did not deliver this message, because this recipient gets enough of such messages at present.",
    actor: "operator",
    retryable: true,
    resolution: [
      step(
        "Wait a day, or test with another recipient",
        "Sending again within 24 hours ends the same way. A utility template is not held back like this. The number itself may be in perfect order.",
      ),
    ],
  },
  spam_limited: {
    message: "Meta limits what this number sends, because recipients blocked or reported too much of it.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Write only what recipients want",
        "WhatsApp Manager > Phone numbers > the number shows its quality. Sending again at once makes it worse; the limit goes with better quality.",
        PHONE_NUMBERS,
      ),
    ],
  },
  templates_misclassified: {
    message: "Meta limits the account for a while, because its utility templates advertise.",
    actor: "operator",
    retryable: true,
    resolution: [
      step(
        "Wait, and look through the utility templates",
        "The limit ends by itself. What advertises belongs in the category MARKETING.",
        MESSAGE_TEMPLATES,
      ),
    ],
  },
  country_restricted: {
    message: "Meta does not let the business write to people in this country.",
    actor: "customer",
    retryable: false,
    resolution: [
      step("Test with a recipient in another country", "Meta's policy names the countries and lines of business."),
      CHECK_ACCOUNT,
    ],
  },
  special_product: {
    message:
      "Meta refuses the message for a rule of a special product, such as the Marketing Messages API or a price limit.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Choose a plain utility template",
        "graphError names the rule. A test message needs none of these products: leave `template` out, and one is chosen.",
        MESSAGE_TEMPLATES,
      ),
    ],
  },
  unexplained_refusal: {
    message: "Meta refuses the message and gives no reason: a missing header or parameter, a ban, or the payment.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "See what Meta says of the number's health",
        "Run diagnoseAccess (or `npm run doctor`): `sending` and its checks name what blocks messages.",
        HEALTH_STATUS,
      ),
      step(
        "If nothing blocks messages, suspect the template",
        "Leave `template` out, and one without parameters is chosen.",
        MESSAGE_TEMPLATES,
      ),
    ],
  },
  outcome_unknown: {
    message: "The message was handed to Meta, but no answer came back that can be read. It may arrive.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Look at the recipient's phone",
        "If nothing arrives within a minute or two, send again, with another requestId if there was one.",
      ),
    ],
  },
  in_progress: {
    message: "The same request is still under way.",
    actor: "operator",
    retryable: true,
    resolution: [step("Wait for it", "Asked again with the same requestId, the call answers what became of it.")],
  },
};

/** What to say of a message that was refused for the display name, where the number's reading says how far that has come. */
export const NAME_IN_REVIEW: Advice = {
  message: "Meta is reviewing the number's display name, and the number sends nothing before that is approved.",
  actor: "meta",
  retryable: true,
  resolution: [AWAIT_PROVIDED_NAME],
};
export const NAME_NOT_IN_EFFECT: Advice = {
  message: "The number's display name is approved, and takes effect only when the number is registered again.",
  actor: "operator",
  retryable: false,
  resolution: [
    step(
      "Register the number again",
      "Call registerPhoneNumber with its two-step PIN and `force: true`, then send again.",
    ),
  ],
};

/** What to say for each way in which a test message fails. */
export const TEST_MESSAGE_ADVICE: Readonly<Record<PlainTestMessageFailure, Advice>> = {
  ...SEND_ADVICE,
  template_needed: TEMPLATE_NEEDED.none,
};
