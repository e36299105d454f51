import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { PhoneNumberId, PinDigits, RequestId } from "./primitives.ts";

/** What a caller of `setTwoStepPin` sends. */
export const SetTwoStepPinRequest = z.strictObject({
  phoneNumberId: PhoneNumberId.optional(),
  pin: PinDigits,
  requestId: RequestId.optional(),
});
export type SetTwoStepPinRequest = z.infer<typeof SetTwoStepPinRequest>;

/** Every way in which setting a PIN can fail, one word each. */
export const TwoStepPinFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "not_registered",
  "verification_required",
  "pin_locked",
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
export type TwoStepPinFailureStatus = z.infer<typeof TwoStepPinFailureStatus>;

/** Every status that `setTwoStepPin` can end in. */
export const TwoStepPinStatus = z.enum(["pin_set", ...TwoStepPinFailureStatus.options]);
export type TwoStepPinStatus = z.infer<typeof TwoStepPinStatus>;

const phoneNumberId = PhoneNumberId;

/** What a caller of `setTwoStepPin` gets, told apart by `status`. */
export const TwoStepPinResult = z.discriminatedUnion("status", [
  /** `mayRegister`: the number does not show as connected, so registering with the new PIN is the next step. */
  z.strictObject({ status: z.literal("pin_set"), phoneNumberId, mayRegister: z.boolean(), message: z.string() }),
  MissingPermission,
  z.strictObject({ status: TwoStepPinFailureStatus.exclude(["missing_permission"]), phoneNumberId, ...failureFields }),
]);
export type TwoStepPinResult = z.infer<typeof TwoStepPinResult>;
