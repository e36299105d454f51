import type { ReasonCode } from "../../../functions/src/contract/lifecycle.ts";
import type { AttemptDocument, RegistrationRecord } from "../../../functions/src/contract/phone-number.ts";
import type { FailureWord } from "./calls.ts";
import type { ActionName } from "./lifecycle.ts";

/** Every word that the answer to a call, or a number's document, can turn on. */
export type StatusWord = AttemptDocument["status"] | FailureWord | ReasonCode | RegistrationRecord["status"];

/** A form of the page, or a reading, as a button offers it. */
export interface NextStep {
  readonly action: ActionName | "read" | "register_again";
  readonly label: string;
}

/**
 * What follows from a status. `change`: asking Meta the same again cannot help before something has changed. `wait`: it ends by
 * itself, and nobody has to act. `go`: whatever the step says may be done at once.
 */
export interface Turn {
  readonly turn: "change" | "go" | "wait";
  readonly step: NextStep | null;
}

const turn =
  (kind: Turn["turn"]) =>
  (action?: NextStep["action"], label?: string): Turn => ({
    turn: kind,
    step: action === undefined || label === undefined ? null : { action, label },
  });
const change = turn("change");
const go = turn("go");
const wait = turn("wait");

const READ = ["read", "Read it from Meta"] as const;
const CHECK = ["diagnose", "Check access"] as const;
const REGISTER = ["register", "Register this number"] as const;
const VERIFY = ["verify", "Verify this number"] as const;
const NEW_PIN = ["pin", "Set a new PIN"] as const;
const MESSAGE = ["message", "Send a test message"] as const;

/** What follows from each status: the one step that stands on this page, if one does. */
const TURNS = {
  registered: go(...MESSAGE),
  awaiting_meta: wait(...READ),
  not_registered: go(...REGISTER),
  deregistered: go(...REGISTER),
  code_requested: go("verify", "Enter the code"),
  verified: go(...REGISTER),
  already_verified: go(...REGISTER),
  pin_set: go(...REGISTER),
  sent: go(),
  added: go(...VERIFY),

  missing_permission: change(...CHECK),
  app_blocked: change(...CHECK),
  business_incomplete: change(...CHECK),
  number_held_elsewhere: change(...CHECK),
  number_on_business_app: change(...CHECK),
  invalid_token: change(...CHECK),
  pin_mismatch: go(...NEW_PIN),
  pin_locked: change(...NEW_PIN),
  verification_required: go(...VERIFY),
  rate_limited: change("diagnose", "Find the cause meanwhile"),
  throttled: wait(),
  recently_deleted: wait(),
  incomplete_deregistration: change("deregister", "Deregister once more"),
  account_locked: change(...CHECK),
  invalid_parameter: change(...CHECK),
  meta_unavailable: wait(...READ),
  outcome_unknown: wait(...READ),
  in_progress: wait(),
  unknown_error: change(...CHECK),

  account_not_shared: change(),
  account_taken: change(),
  addition_refused: change(),
  callback_elsewhere: change(),
  certificate_error: change(...CHECK),
  code_expired: change(),
  code_guess_limited: wait(),
  code_refused: change(),
  code_request_failed: go("verify", "Ask for another code"),
  code_request_limited: wait(),
  country_restricted: change(),
  display_name_not_approved: change(...CHECK),
  fields_missing: change(),
  handshake_failed: change(),
  held_back_by_meta: wait(),
  limit_reached: change(),
  messaging_blocked: change(...CHECK),
  migration_not_ready: change(),
  not_configured: change(),
  outside_conversation_window: change(),
  own_account: change(),
  payment_issue: change(...CHECK),
  recipient_blocked: change(),
  recipient_in_experiment: change(),
  recipient_not_allowed: change(),
  recipient_opted_out: change(),
  recipient_unreachable: change(),
  spam_limited: wait(),
  special_product: change(),
  template_needed: change(),
  template_not_found: change(),
  template_not_usable: change(),
  templates_misclassified: wait(),
  unexplained_refusal: change(...CHECK),
  unrecognized: change(),
  wrong_app: change(),
  wrong_code: go("verify", "Enter the code again"),

  ownership_expired: go(...REGISTER),
  ownership_unknown: go(...READ),
  connection_lost: go("diagnose", "Find out why"),
  number_deleted: change(),
  number_migrated: change(),
  number_banned: change(),
  number_restricted: change(),
  number_flagged: change(),
  name_pending: wait(),
  name_declined: change(),
  name_needs_registration: go("register_again", "Register again"),
  quality_low: change(),
  quality_medium: change(),
  app_removed: change(...CHECK),
  account_offboarded: wait(...READ),
  account_disconnected: change(),
  access_lost: change(...CHECK),
  spent_elsewhere: change(),
  token_expires_soon: change(),
  account_disabled: change(),
  account_deleted: change(),
  account_restricted: change(),
  account_violation: change(),
  review_rejected: change(),
  pin_changed: change(),
  pin_reset_requested: change(),
  no_webhook_yet: go(...MESSAGE),
  sending_blocked: change("diagnose", "See what is in the way"),
} as const satisfies Readonly<Record<StatusWord, Turn>>;

/** What follows from a status. */
export const turnOf = (word: StatusWord): Turn => TURNS[word];
