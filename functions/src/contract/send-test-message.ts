import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { LanguageCode, PhoneNumberId, RequestId } from "./primitives.ts";

/**
 * What a caller of `sendTestMessage` sends. `template` left out: `hello_world` from a test number, and from any other an approved
 * template without parameters, in `language` where there is one. `language` left out beside a `template`: `en_US`.
 */
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
  /** Has Meta review a template of ours where `template` is left out and the account has none that can be sent. */
  createTemplate: z.boolean({ error: "must be true or false" }).optional(),
  requestId: RequestId.optional(),
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
  "recipient_blocked",
  "recipient_opted_out",
  "recipient_in_experiment",
  "display_name_not_approved",
  "payment_issue",
  "certificate_error",
  "outside_conversation_window",
  "template_not_found",
  "template_not_usable",
  "template_needed",
  "held_back_by_meta",
  "spam_limited",
  "templates_misclassified",
  "country_restricted",
  "special_product",
  "unexplained_refusal",
  "invalid_token",
  "number_on_business_app",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
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

/**
 * Why Meta blocks sending, in Meta's own numbers and words (Meta, Health status). `entity`: PHONE_NUMBER, WABA, BUSINESS, APP; open.
 * `codes` are those of docs/diagnosis.md where they are known.
 */
export const MessagingBlock = z.strictObject({
  entity: z.string(),
  codes: z.array(z.int()),
  problems: z.array(z.string()),
});
export type MessagingBlock = z.infer<typeof MessagingBlock>;

/**
 * The template that `createTemplate` makes, as far as it has come. `status` and `category` are Meta's words, and open: it can be sent
 * when `status` is APPROVED, and `category` may be another one than UTILITY. `null`: Meta has not said.
 */
export const OwnTemplate = z.strictObject({
  template: z.string(),
  language: z.string(),
  status: z.string().nullable(),
  category: z.string().nullable(),
});
export type OwnTemplate = z.infer<typeof OwnTemplate>;

const common = { phoneNumberId: PhoneNumberId, warnings: z.array(TestMessageWarning) };

/** What a caller of `sendTestMessage` gets, told apart by `status`. */
export const TestMessageResult = z.discriminatedUnion("status", [
  /** Meta took the message. `documentId`: where its way is written down, under `whatsappNumbers/{phoneNumberId}/whatsappTestMessages`. */
  z.strictObject({
    status: z.literal("sent"),
    ...common,
    messageId: z.string(),
    documentId: z.string(),
    template: z.string(),
    language: z.string(),
  }),
  MissingPermission.extend(common),
  z.strictObject({
    status: z.literal("messaging_blocked"),
    ...common,
    ...failureFields,
    blocks: z.array(MessagingBlock),
  }),
  /** No template was named, and none was found that can be sent. `ownTemplate`: the one that waits for Meta, if there is one. */
  z.strictObject({
    status: z.literal("template_needed"),
    ...common,
    ...failureFields,
    ownTemplate: OwnTemplate.nullable(),
  }),
  z.strictObject({
    status: TestMessageFailureStatus.exclude(["missing_permission", "messaging_blocked", "template_needed"]),
    ...common,
    ...failureFields,
  }),
]);
export type TestMessageResult = z.infer<typeof TestMessageResult>;
