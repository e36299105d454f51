import type { ReasonCode } from "../../../functions/src/contract/lifecycle.ts";
import type { RegistrationFailureStatus } from "../../../functions/src/contract/register-phone-number.ts";
import { HEADLINES } from "./calls.ts";

type OtherReason = Exclude<ReasonCode, RegistrationFailureStatus>;

const REASON_HEADLINES: Readonly<Record<OtherReason, string>> = {
  awaiting_meta: "Accepted by Meta, and not shown yet",
  ownership_expired: "The proof of ownership is old",
  ownership_unknown: "Little is known of this number yet",
  not_registered: "Ready to be registered",
  deregistered: "The number was deregistered",
  connection_lost: "The connection was lost",
  number_deleted: "The number was deleted",
  number_migrated: "The number was moved to another account",
  number_banned: "Meta has banned the number",
  number_restricted: "Meta has restricted the number",
  number_flagged: "Meta has flagged the number",
  name_pending: "The display name is under review",
  name_declined: "Meta declined the display name",
  name_needs_registration: "A new display name waits for a registration",
  quality_low: "The quality is low",
  quality_medium: "The quality is medium",
  app_removed: "The app was removed from the account",
  account_disconnected: "The account was disconnected here",
  account_offboarded: "Meta reconnects the number by itself",
  access_lost: "The access was lost",
  spent_elsewhere: "Somebody else is registering this number too",
  token_expires_soon: "The token expires soon",
  account_disabled: "Meta has disabled the account",
  account_deleted: "The account was deleted",
  account_restricted: "Meta has restricted the account",
  account_violation: "The account violated a policy",
  review_rejected: "Meta rejected the account in its review",
  pin_changed: "The two-step PIN was changed",
  pin_reset_requested: "A PIN reset was requested",
  no_webhook_yet: "Connected, and nothing heard yet",
  sending_blocked: "Its messages do not arrive",
};

const isOther = (code: ReasonCode): code is OtherReason => Object.hasOwn(REASON_HEADLINES, code);

/** A reason in a few words. */
export const reasonHeadline = (code: ReasonCode): string =>
  isOther(code) ? REASON_HEADLINES[code] : HEADLINES[code][0];
