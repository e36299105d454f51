import * as z from "zod";
import { Actor, Resolution } from "./failure.ts";
import { RegistrationFailureStatus } from "./register-phone-number.ts";

/** The number's whole situation in one word, derived from independent facts and never set by hand. */
export const Lifecycle = z.enum([
  "draft",
  "verification_required",
  "ready_to_register",
  "registering",
  "awaiting_meta",
  "connected",
  "live",
  "action_required",
  "rate_limited",
  "outcome_unknown",
  "suspended",
  "disconnected",
  "coexistence",
]);
export type Lifecycle = z.infer<typeof Lifecycle>;

/** Everything that can be said about a number's situation, one word each. The first part are the words of failed registrations. */
export const ReasonCode = z.enum([
  ...RegistrationFailureStatus.options,
  "awaiting_meta",
  "ownership_expired",
  "ownership_unknown",
  "not_registered",
  "deregistered",
  "connection_lost",
  "number_deleted",
  "number_migrated",
  "number_banned",
  "number_restricted",
  "number_flagged",
  "name_pending",
  "name_declined",
  "name_needs_registration",
  "quality_low",
  "quality_medium",
  "account_disconnected",
  "app_removed",
  "account_offboarded",
  "access_lost",
  "spent_elsewhere",
  "token_expires_soon",
  "account_disabled",
  "account_deleted",
  "account_restricted",
  "account_violation",
  "review_rejected",
  "pin_changed",
  "pin_reset_requested",
  "no_webhook_yet",
  "sending_blocked",
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** Why the number is in its situation, or what else needs attention: what is so, what to do, and who can. */
export const Reason = z.strictObject({
  code: ReasonCode,
  message: z.string(),
  resolution: z.array(Resolution).min(1),
  actor: Actor,
});
export type Reason = z.infer<typeof Reason>;
