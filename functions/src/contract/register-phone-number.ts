import * as z from "zod";
import { AccessCause, AccessEvidence } from "./access-evidence.ts";
import { AttemptBudget } from "./attempts.ts";
import { failureFields } from "./failure.ts";
import { DataLocalizationRegion, PhoneNumberId, PinDigits, RequestId } from "./primitives.ts";

/** What a caller of `registerPhoneNumber` sends. `phoneNumberId` left out means the configured number. */
export const RegisterPhoneNumberRequest = z.strictObject({
  pin: PinDigits,
  phoneNumberId: PhoneNumberId.optional(),
  dataLocalizationRegion: DataLocalizationRegion.optional(),
  force: z.boolean({ error: "must be true or false" }).optional(),
  /** Sets the PIN first, which needs no old one, and then registers with it: only where the number is not registered. */
  resetPin: z.boolean({ error: "must be true or false" }).optional(),
  requestId: RequestId.optional(),
});
export type RegisterPhoneNumberRequest = z.infer<typeof RegisterPhoneNumberRequest>;

/** Every way in which a registration can fail, one word each. */
export const RegistrationFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "business_incomplete",
  "number_held_elsewhere",
  "number_on_business_app",
  "invalid_token",
  "pin_mismatch",
  "pin_locked",
  "verification_required",
  "rate_limited",
  "throttled",
  "recently_deleted",
  "incomplete_deregistration",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
  "unknown_error",
]);
export type RegistrationFailureStatus = z.infer<typeof RegistrationFailureStatus>;

/** Every status a registration can end in. */
export const RegistrationStatus = z.enum(["registered", "awaiting_meta", ...RegistrationFailureStatus.options]);
export type RegistrationStatus = z.infer<typeof RegistrationStatus>;

/**
 * What a registration did to the number's two-step PIN. `in_effect`: the PIN that was sent is the number's PIN. `not_changed`: the number
 * was registered before; Meta accepts any PIN then and changes none (Meta, 2026-06-24). `unknown`: what it was before could not be read.
 */
export const PinEffect = z.enum(["in_effect", "not_changed", "unknown"]);
export type PinEffect = z.infer<typeof PinEffect>;

const common = { phoneNumberId: PhoneNumberId, attempts: AttemptBudget };

const PlainFailureStatus = RegistrationFailureStatus.exclude(["missing_permission"]);

/** What a caller of `registerPhoneNumber` gets, told apart by `status`. */
export const RegistrationResult = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("registered"), ...common, alreadyRegistered: z.boolean(), pin: PinEffect }),
  z.strictObject({ status: z.literal("awaiting_meta"), ...common }),
  z.strictObject({
    status: z.literal("missing_permission"),
    ...common,
    ...failureFields,
    cause: AccessCause,
    missing: z.array(z.string()),
    evidence: AccessEvidence,
  }),
  z.strictObject({ status: PlainFailureStatus, ...common, ...failureFields }),
]);
export type RegistrationResult = z.infer<typeof RegistrationResult>;
