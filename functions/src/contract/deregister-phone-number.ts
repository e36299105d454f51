import * as z from "zod";
import { AttemptBudget } from "./attempts.ts";
import { failureFields } from "./failure.ts";
import { MissingPermission } from "./missing-permission.ts";
import { PhoneNumberId, RequestId } from "./primitives.ts";

/** What a caller of `deregisterPhoneNumber` sends. The id has no default: naming the number is the confirmation. */
export const DeregisterPhoneNumberRequest = z.strictObject({
  phoneNumberId: PhoneNumberId,
  requestId: RequestId.optional(),
});
export type DeregisterPhoneNumberRequest = z.infer<typeof DeregisterPhoneNumberRequest>;

/** Every way in which a deregistration can fail, one word each. */
export const DeregistrationFailureStatus = z.enum([
  "missing_permission",
  "app_blocked",
  "number_on_business_app",
  "invalid_token",
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
export type DeregistrationFailureStatus = z.infer<typeof DeregistrationFailureStatus>;

/** Every status that `deregisterPhoneNumber` can end in. */
export const DeregistrationStatus = z.enum(["deregistered", "awaiting_meta", ...DeregistrationFailureStatus.options]);
export type DeregistrationStatus = z.infer<typeof DeregistrationStatus>;

/** `attempts`: Meta's budget for deregistering, ten in 72 hours, which is counted apart from registering. */
const common = { phoneNumberId: PhoneNumberId, attempts: AttemptBudget };

/** What a caller of `deregisterPhoneNumber` gets, told apart by `status`. */
export const DeregistrationResult = z.discriminatedUnion("status", [
  /** `alreadyDeregistered`: it was so before. */
  z.strictObject({ status: z.literal("deregistered"), ...common, alreadyDeregistered: z.boolean() }),
  /** Meta accepted, and reading the number does not show it yet. */
  z.strictObject({ status: z.literal("awaiting_meta"), ...common }),
  MissingPermission.extend(common),
  z.strictObject({
    status: DeregistrationFailureStatus.exclude(["missing_permission"]),
    ...common,
    ...failureFields,
  }),
]);
export type DeregistrationResult = z.infer<typeof DeregistrationResult>;
