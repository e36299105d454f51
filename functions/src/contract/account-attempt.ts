import * as z from "zod";
import { AdditionStatus } from "./add-phone-number.ts";
import { AccountConnectionStatus } from "./connect-account.ts";
import { WebhookConnectionStatus } from "./connect-webhook.ts";
import { AccountDisconnectionStatus } from "./disconnect-account.ts";
import { GraphError } from "./failure.ts";
import { IsoTime, PhoneNumberId } from "./primitives.ts";

/** What calls about an account change at Meta, one word for each request. */
export const AccountChange = z.enum([
  "create_number",
  "move_number",
  /** The app's own address and fields. */
  "set_callback",
  "subscribe_app",
  /** The address for this account's events alone. */
  "override_callback",
  "unsubscribe_app",
  "revoke_access",
]);
export type AccountChange = z.infer<typeof AccountChange>;

/** The calls that take the lease of a thing in an account, and leave such a document. */
export const AccountAttemptOperation = z.enum([
  "add_number",
  "connect_webhook",
  "connect_account",
  "disconnect_account",
]);
export type AccountAttemptOperation = z.infer<typeof AccountAttemptOperation>;

/** How a call about an account ends. */
export const AccountAttemptStatus = z.enum([
  ...AdditionStatus.options,
  ...WebhookConnectionStatus.options,
  ...AccountConnectionStatus.options,
  ...AccountDisconnectionStatus.options,
]);
export type AccountAttemptStatus = z.infer<typeof AccountAttemptStatus>;

/** `whatsappAccounts/{wabaId}/whatsappAttempts/{attemptId}`: one document per call that was to change something in the account. */
export const AccountAttemptDocument = z.strictObject({
  operation: AccountAttemptOperation,
  reservedAt: IsoTime,
  by: z.string(),
  /** What was sent to Meta, or may have been, in order; empty: nothing was left to change, or something stood in the way. */
  changes: z.array(AccountChange),
  /** The digits of the number that was to be added; `null`: it was about no number. */
  digits: z.string().nullable(),
  phoneNumberId: PhoneNumberId.nullable(),
  /** The address that Meta was told of; `null`: it was about no address. */
  callbackUrl: z.string().nullable(),
  /** The address that the account's events went to before, where it was another's; without its query string. */
  replacedUrl: z.string().nullable(),
  /** `in_progress` without `settledAt`: it is under way, or its instance died. */
  status: AccountAttemptStatus,
  settledAt: IsoTime.nullable(),
  message: z.string().nullable(),
  graphError: GraphError.nullable(),
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type AccountAttemptDocument = z.infer<typeof AccountAttemptDocument>;
