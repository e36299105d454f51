import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingAccountPermission } from "./missing-permission.ts";
import { PhoneNumberId, RequestId, WabaId } from "./primitives.ts";

/** Country code and national number together have at most so many digits (ITU-T E.164). */
const LONGEST = 15;

/** What a caller of `addPhoneNumber` sends. `wabaId` left out means the configured account. */
export const AddPhoneNumberRequest = z
  .strictObject({
    countryCode: z
      .string({ error: "must be a string of digits" })
      .regex(/^[1-9]\d{0,2}$/, { error: "must be a country code: one to three digits, without +" }),
    /** The number as it is dialled from abroad, without country code (Meta, Phone numbers reference). */
    phoneNumber: z
      .string({ error: "must be a string of digits" })
      .regex(/^\d{4,14}$/, { error: "must be the number without country code: four to fourteen digits" }),
    /** The display name, which Meta reviews; 2 to 75 characters (Meta's OpenAPI description). A number that is moved keeps its own. */
    verifiedName: z
      .string({ error: "must be a text" })
      .trim()
      .regex(/^[^\p{C}]{2,75}$/u, { error: "must be a name of 2 to 75 characters on one line" }),
    /** Moves the number here from another account of the same business. */
    migrate: z.boolean({ error: "must be true or false" }).optional(),
    wabaId: WabaId.optional(),
    requestId: RequestId.optional(),
  })
  .refine(({ countryCode, phoneNumber }) => countryCode.length + phoneNumber.length <= LONGEST, {
    path: ["phoneNumber"],
    error: "must be fifteen digits at most, its country code included",
  });
export type AddPhoneNumberRequest = z.infer<typeof AddPhoneNumberRequest>;

/** Every way in which adding a number can fail, one word each. */
export const AdditionFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "invalid_token",
  "limit_reached",
  "number_held_elsewhere",
  "migration_not_ready",
  "addition_refused",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
  "unknown_error",
]);
export type AdditionFailureStatus = z.infer<typeof AdditionFailureStatus>;

/** Every status that `addPhoneNumber` can end in. */
export const AdditionStatus = z.enum(["added", "already_added", ...AdditionFailureStatus.options]);
export type AdditionStatus = z.infer<typeof AdditionStatus>;

/** What Meta demands before a number moves, as far as reading shows that it is not so (Meta, Migrating phone numbers). */
export const MigrationPrecondition = z.enum([
  "account_approved",
  "business_verified",
  "payment_method",
  "app_subscribed",
  "source_registered",
  "source_pin_off",
  "source_name_approved",
  "source_not_test_number",
  "source_not_on_business_app",
  "source_account_approved",
]);
export type MigrationPrecondition = z.infer<typeof MigrationPrecondition>;

const wabaId = WabaId;

/** What a caller of `addPhoneNumber` gets, told apart by `status`. */
export const PhoneNumberAdditionResult = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("added"), wabaId, phoneNumberId: PhoneNumberId, next: z.literal("verify") }),
  /** `managed`: whether this deployment manages the number. It does not where somebody else added it and no param names it. */
  z.strictObject({
    status: z.literal("already_added"),
    wabaId,
    phoneNumberId: PhoneNumberId,
    managed: z.boolean(),
    message: z.string(),
  }),
  MissingAccountPermission,
  /** `numbers`: how many the account lists; `limit`: how many Meta allows a business of this standing. */
  z.strictObject({
    status: z.literal("limit_reached"),
    wabaId,
    numbers: z.int(),
    limit: z.int(),
    ...failureFields,
  }),
  /** `unmet` is empty where Meta refuses and reading shows nothing: then Meta's own title says what it wants. */
  z.strictObject({
    status: z.literal("migration_not_ready"),
    wabaId,
    unmet: z.array(MigrationPrecondition),
    ...failureFields,
  }),
  z.strictObject({
    status: AdditionFailureStatus.exclude(["missing_permission", "limit_reached", "migration_not_ready"]),
    wabaId,
    ...failureFields,
  }),
]);
export type PhoneNumberAdditionResult = z.infer<typeof PhoneNumberAdditionResult>;
