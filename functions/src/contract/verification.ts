import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { PhoneNumberId } from "./primitives.ts";

/** How Meta delivers a verification code. */
export const CodeMethod = z.enum(["SMS", "VOICE"], { error: "must be SMS or VOICE" });
export type CodeMethod = z.infer<typeof CodeMethod>;

/** Every way in which asking for a code, or sending it back, can fail, one word each. */
export const VerificationFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "wrong_code",
  "code_refused",
  "code_guess_limited",
  "code_request_failed",
  "code_request_limited",
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
export type VerificationFailureStatus = z.infer<typeof VerificationFailureStatus>;

/** Every status that `requestVerificationCode` and `verifyPhoneNumber` can end in. */
export const VerificationStatus = z.enum([
  "code_requested",
  "verified",
  "already_verified",
  ...VerificationFailureStatus.options,
]);
export type VerificationStatus = z.infer<typeof VerificationStatus>;

const phoneNumberId = PhoneNumberId;

/** What callers of `requestVerificationCode` and `verifyPhoneNumber` get, told apart by `status`. */
export const VerificationResult = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("code_requested"), phoneNumberId, method: CodeMethod }),
  /** `confirmed`: reading the number shows it too; false: Meta accepted the code, and reading does not show it yet. */
  z.strictObject({ status: z.literal("verified"), phoneNumberId, confirmed: z.boolean() }),
  z.strictObject({ status: z.literal("already_verified"), phoneNumberId }),
  MissingPermission,
  z.strictObject({
    status: VerificationFailureStatus.exclude(["missing_permission"]),
    phoneNumberId,
    ...failureFields,
  }),
]);
export type VerificationResult = z.infer<typeof VerificationResult>;
