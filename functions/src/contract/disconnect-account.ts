import * as z from "zod";
import { failureFields } from "./failure.ts";
import { RequestId, WabaId } from "./primitives.ts";

/** What a caller of `disconnectAccount` sends. `wabaId` has no default: naming it is the confirmation. */
export const DisconnectAccountRequest = z.strictObject({ wabaId: WabaId, requestId: RequestId.optional() });
export type DisconnectAccountRequest = z.infer<typeof DisconnectAccountRequest>;

/**
 * The steps in which an account is disconnected, in their order: its events no longer come, Meta takes the app's access back, its numbers
 * are no longer read, and the sealed token is deleted.
 */
export const DisconnectionStepId = z.enum(["webhook", "access", "numbers", "token"]);
export type DisconnectionStepId = z.infer<typeof DisconnectionStepId>;

/** What became of one step. `message`: what could not be done at Meta, and why, or why it was left out. */
export const DisconnectionStep = z.strictObject({
  id: DisconnectionStepId,
  state: z.enum(["done", "failed", "skipped"]),
  message: z.string().optional(),
});
export type DisconnectionStep = z.infer<typeof DisconnectionStep>;

/** Every way in which disconnecting an account can fail, one word each. Asking again takes up where it stopped. */
export const AccountDisconnectionFailureStatus = z.enum([
  "own_account",
  "throttled",
  "meta_unavailable",
  "outcome_unknown",
  "in_progress",
]);
export type AccountDisconnectionFailureStatus = z.infer<typeof AccountDisconnectionFailureStatus>;

/** Every status that `disconnectAccount` can end in. */
export const AccountDisconnectionStatus = z.enum([
  "disconnected",
  "not_connected",
  ...AccountDisconnectionFailureStatus.options,
]);
export type AccountDisconnectionStatus = z.infer<typeof AccountDisconnectionStatus>;

const steps = z.array(DisconnectionStep);

/** What a caller of `disconnectAccount` gets, told apart by `status`. */
export const AccountDisconnectionResult = z.discriminatedUnion("status", [
  /** The token is gone, also where a step at Meta failed. */
  z.strictObject({ status: z.literal("disconnected"), wabaId: WabaId, steps }),
  /** It was disconnected before. */
  z.strictObject({ status: z.literal("not_connected"), wabaId: WabaId }),
  z.strictObject({ status: AccountDisconnectionFailureStatus, wabaId: WabaId, steps, ...failureFields }),
]);
export type AccountDisconnectionResult = z.infer<typeof AccountDisconnectionResult>;
