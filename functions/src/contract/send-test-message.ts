import { z } from "zod";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { LanguageCode, PhoneNumberId } from "./primitives.ts";

/** What a caller of `sendTestMessage` sends. `template` left out means `hello_world`, `language` left out `en_US`. */
export const SendTestMessageRequest = z.strictObject({
  phoneNumberId: PhoneNumberId.optional(),
  to: z.string({ error: "must be a string of digits" }).regex(/^\+?[1-9]\d{6,14}$/, {
    error: "must be a phone number with its country code: digits, with or without a +",
  }),
  template: z
    .string({ error: "must be the name of a template" })
    .regex(/^[a-z0-9_]{1,512}$/, { error: "must be the name of a template: small letters, digits and underscores" })
    .optional(),
  language: LanguageCode.optional(),
});
export type SendTestMessageRequest = z.infer<typeof SendTestMessageRequest>;

/** Every way in which a test message can fail, when it is sent or afterwards, one word each. */
export const TestMessageFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "not_registered",
  "messaging_blocked",
  "recipient_not_allowed",
  "recipient_unreachable",
  "display_name_not_approved",
  "payment_issue",
  "certificate_error",
  "outside_conversation_window",
  "template_not_found",
  "template_not_usable",
  "held_back_by_meta",
  "invalid_token",
  "number_on_business_app",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "unknown_error",
]);
export type TestMessageFailureStatus = z.infer<typeof TestMessageFailureStatus>;

/** Every status that `sendTestMessage` can end in. */
export const TestMessageStatus = z.enum(["sent", ...TestMessageFailureStatus.options]);
export type TestMessageStatus = z.infer<typeof TestMessageStatus>;

/** Something that reading the number showed and that may keep the message from arriving. */
export const TestMessageWarning = z.strictObject({
  code: z.enum(["test_number", "messaging_limited", "state_unreadable"]),
  message: z.string(),
});
export type TestMessageWarning = z.infer<typeof TestMessageWarning>;

/** Why Meta blocks sending, in Meta's own words (Meta, Health status). `entity`: PHONE_NUMBER, WABA, BUSINESS, APP; open. */
export const MessagingBlock = z.strictObject({ entity: z.string(), problems: z.array(z.string()) });
export type MessagingBlock = z.infer<typeof MessagingBlock>;

const common = { phoneNumberId: PhoneNumberId, warnings: z.array(TestMessageWarning) };

/** What a caller of `sendTestMessage` gets, told apart by `status`. */
export const TestMessageResult = z.discriminatedUnion("status", [
  /** Meta took the message. `documentId`: where its way is written down, under `whatsappNumbers/{phoneNumberId}/whatsappTestMessages`. */
  z.strictObject({ status: z.literal("sent"), ...common, messageId: z.string(), documentId: z.string() }),
  MissingPermission.extend(common),
  z.strictObject({
    status: z.literal("messaging_blocked"),
    ...common,
    ...failureFields,
    blocks: z.array(MessagingBlock),
  }),
  z.strictObject({
    status: TestMessageFailureStatus.exclude(["missing_permission", "messaging_blocked"]),
    ...common,
    ...failureFields,
  }),
]);
export type TestMessageResult = z.infer<typeof TestMessageResult>;
