import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { PhoneNumberDocument } from "./phone-number.ts";
import { PhoneNumberId } from "./primitives.ts";

/** What a caller of `refreshPhoneNumber` sends. */
export const RefreshPhoneNumberRequest = z.strictObject({ phoneNumberId: PhoneNumberId.optional() });
export type RefreshPhoneNumberRequest = z.infer<typeof RefreshPhoneNumberRequest>;

/** Every way in which reading a number can fail, one word each. */
export const ReadFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "invalid_token",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "unknown_error",
]);
export type ReadFailureStatus = z.infer<typeof ReadFailureStatus>;

/** Every status that `refreshPhoneNumber` can end in. */
export const RefreshStatus = z.enum(["refreshed", ...ReadFailureStatus.options]);
export type RefreshStatus = z.infer<typeof RefreshStatus>;

/** What a caller of `refreshPhoneNumber` gets: the number's document as it is now, or why Meta could not be read. */
export const PhoneNumberView = z.discriminatedUnion("status", [
  PhoneNumberDocument.extend({ status: z.literal("refreshed"), phoneNumberId: PhoneNumberId }),
  MissingPermission,
  z.strictObject({
    status: ReadFailureStatus.exclude(["missing_permission"]),
    phoneNumberId: PhoneNumberId,
    ...failureFields,
  }),
]);
export type PhoneNumberView = z.infer<typeof PhoneNumberView>;
