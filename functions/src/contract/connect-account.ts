import * as z from "zod";
import { AccountStep } from "./account.ts";
import { failureFields } from "./failure.ts";
import { MissingAccountPermission } from "./missing-permission.ts";
import { CustomerId, PhoneNumberId, RequestId, SIGNUP_CODE, WabaId } from "./primitives.ts";

/**
 * What a caller of `connectAccount` sends: what Embedded Signup gave the page. All of it is a claim until Meta confirms it. `code`
 * lives thirty seconds and serves once; left out, the connection is taken up where it stopped. `customerId` may be left out by a member of
 * one customer.
 */
export const ConnectAccountRequest = z.strictObject({
  code: z
    .string({ error: "must be a string" })
    .regex(SIGNUP_CODE, { error: "must be a code of Embedded Signup" })
    .optional(),
  wabaId: WabaId,
  phoneNumberId: PhoneNumberId.optional(),
  customerId: CustomerId.optional(),
  requestId: RequestId.optional(),
});
export type ConnectAccountRequest = z.infer<typeof ConnectAccountRequest>;

/** Every way in which connecting an account can fail, one word each. */
export const AccountConnectionFailureStatus = z.enum([
  "code_expired",
  "code_refused",
  "wrong_app",
  "account_not_shared",
  "account_taken",
  "not_configured",
  "missing_permission",
  "app_blocked",
  "invalid_token",
  "throttled",
  "account_locked",
  "invalid_parameter",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
  "unknown_error",
]);
export type AccountConnectionFailureStatus = z.infer<typeof AccountConnectionFailureStatus>;

/** Every status that `connectAccount` can end in. */
export const AccountConnectionStatus = z.enum(["connected", ...AccountConnectionFailureStatus.options]);
export type AccountConnectionStatus = z.infer<typeof AccountConnectionStatus>;

const steps = z.array(AccountStep);

/** What a caller of `connectAccount` gets, told apart by `status`. */
export const AccountConnectionResult = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("connected"),
    wabaId: WabaId,
    customerId: CustomerId,
    phoneNumberIds: z.array(PhoneNumberId),
    steps,
    /** What the number that was named needs now, or any of them: a number on the Business app is never registered. */
    next: z.enum(["verify", "register", "ready", "nothing_to_register"]),
  }),
  MissingAccountPermission.extend({ steps }),
  z.strictObject({
    status: AccountConnectionFailureStatus.exclude(["missing_permission"]),
    wabaId: WabaId,
    steps,
    ...failureFields,
  }),
]);
export type AccountConnectionResult = z.infer<typeof AccountConnectionResult>;
