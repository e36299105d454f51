import type { Lifecycle, ReasonCode } from "../../contract/lifecycle.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { metaAsksForVerification } from "../error/graph-refusal.ts";
import { isNew, numberStatus, saysNotRegistered } from "../number-status.ts";
import { isCoexistent, isOnBusinessApp, isRegistered, isUnverified, isVerified } from "../phone-number.ts";
import {
  isOutOfReach,
  isProvenLive,
  isRemoved,
  offboardedSince,
  tokenIsBad,
  type NumberFacts,
} from "./number-facts.ts";

/** One row of the table: which facts give which word. Rows are tried from the top, and the first that fits decides. */
export interface LifecycleRule {
  readonly word: Lifecycle;
  /** The condition in words, for the table in docs/lifecycle.md. */
  readonly when: string;
  readonly fits: (facts: NumberFacts) => boolean;
  /** The reason that explains the word; `null`: a word that needs no explanation. */
  readonly why: (facts: NumberFacts) => ReasonCode | null;
}

/** Meta says that the number is no longer where it was. */
const isGone = ({ meta }: NumberFacts): boolean =>
  meta !== undefined && saysNotRegistered(meta) && numberStatus(meta.status).reason !== null;

/** What Meta's word for the number reports. */
const reported = ({ meta }: NumberFacts): ReasonCode | null => numberStatus(meta?.status).reason;

const registered = ({ registration }: NumberFacts): boolean => registration?.status === "registered";

/** Registered as Meta showed it, with nothing to report, and not deregistered since. */
const connected = ({ meta, registration }: NumberFacts): boolean =>
  meta !== undefined &&
  isRegistered(meta) &&
  numberStatus(meta.status).reason === null &&
  !(registration?.status === "deregistered" && registration.at >= meta.observedAt);

/** Meta's app_removed errors: #190 with subcode 458 (Meta, Graph API, Handling errors). */
const appRemoved = ({ access }: NumberFacts): boolean =>
  access?.graphError?.code === 190 && access.graphError.subcode === 458;

/** This number is out of reach, which it was not before: not for the token's sake, unless the app itself was removed. */
const accessLost = (facts: NumberFacts): boolean => (isOutOfReach(facts) || appRemoved(facts)) && wasConnected(facts);

const wasConnected = (facts: NumberFacts): boolean => registered(facts) || connected(facts);

const ended = ({ registration }: NumberFacts): boolean =>
  registration === undefined || registration.status === "not_registered" || registration.status === "deregistered";

/** Registering again would be the wrong advice while Meta reconnects the number by itself. */
const whileOffboarded = (facts: NumberFacts, otherwise: ReasonCode | null): ReasonCode | null =>
  offboardedSince(facts) === null ? otherwise : "account_offboarded";

/** Meta shows the number as it shows those that are verified and not registered. */
const backToPending = ({ meta, registration }: NumberFacts): boolean =>
  meta !== undefined && isNew(meta) && registration !== undefined && meta.observedAt > registration.at;

/**
 * The proof of ownership that a failed registration lacked has been given since. Where Meta itself asked for it, VERIFIED proves
 * nothing: it stood there before.
 */
const verifiedSince = ({ registration, meta }: NumberFacts): boolean =>
  registration?.status === "verification_required" &&
  meta !== undefined &&
  isVerified(meta) &&
  !metaAsksForVerification(registration);

const ownershipStands = ({ meta }: NumberFacts): boolean =>
  meta !== undefined && (isVerified(meta) || meta.codeVerificationStatus === "EXPIRED");

const row = (
  word: Lifecycle,
  when: string,
  fits: LifecycleRule["fits"],
  why: ReasonCode | null | LifecycleRule["why"],
): LifecycleRule => ({ word, when, fits, why: typeof why === "function" ? why : () => why });

/** The table, in order. */
export const LIFECYCLE_RULES: readonly LifecycleRule[] = [
  row(
    "disconnected",
    "the account of the number's customer was disconnected from this deployment",
    ({ disconnection }) => disconnection != null,
    "account_disconnected",
  ),
  row(
    "registering",
    "a registration is under way",
    ({ registration }) => registration?.status === "in_progress",
    "in_progress",
  ),
  row(
    "suspended",
    "Meta's status is BANNED or RESTRICTED",
    ({ meta }) => numberStatus(meta?.status).suspended,
    reported,
  ),
  row(
    "disconnected",
    "the number was connected, and now Meta refuses reading it although the token is good, or because the app was removed",
    accessLost,
    (facts) => (appRemoved(facts) || isRemoved(facts) ? "app_removed" : whileOffboarded(facts, "access_lost")),
  ),
  row(
    "outcome_unknown",
    "the answer to the last registration was lost, and Meta does not show the number as connected",
    (facts) => facts.registration?.status === "outcome_unknown" && !connected(facts),
    "outcome_unknown",
  ),
  row(
    "awaiting_meta",
    "Meta accepted the last call, and the number does not show it yet",
    (facts) => facts.registration?.status === "awaiting_meta" && !connected(facts),
    "awaiting_meta",
  ),
  row("action_required", "Meta calls the token invalid", tokenIsBad, "invalid_token"),
  row("action_required", "Meta refuses reading the number, and the token is not the reason", isOutOfReach, ({ meta }) =>
    meta === undefined ? "missing_permission" : "access_lost",
  ),
  row(
    "coexistence",
    "connected, and used by the WhatsApp Business app as well",
    (facts) => facts.meta !== undefined && isCoexistent(facts.meta) && connected(facts),
    null,
  ),
  row(
    "live",
    "connected, and an event about the number came in since",
    (facts) => connected(facts) && isProvenLive(facts),
    null,
  ),
  row("connected", "Meta shows the number as connected", connected, "no_webhook_yet"),
  row("action_required", "Meta's status is FLAGGED", (facts) => reported(facts) === "number_flagged", "number_flagged"),
  row(
    "rate_limited",
    "not registered, and no attempt is left or Meta blocks further ones",
    (facts) => facts.attempts?.remaining === 0 && !registered(facts),
    "rate_limited",
  ),
  row(
    "action_required",
    "the number is used by the WhatsApp Business app alone",
    ({ meta }) => meta !== undefined && isOnBusinessApp(meta),
    "number_on_business_app",
  ),
  row(
    "verification_required",
    "Meta says NOT_VERIFIED, or asked for a verification and none has been seen since",
    (facts) =>
      (facts.meta !== undefined && isUnverified(facts.meta)) ||
      (facts.registration?.status === "verification_required" && !verifiedSince(facts)),
    "verification_required",
  ),
  row(
    "disconnected",
    "Meta's status is DISCONNECTED, DELETED or MIGRATED, and no later registration failed",
    (facts) => isGone(facts) && (registered(facts) || ended(facts)),
    (facts) =>
      facts.registration?.status === "deregistered" && reported(facts) === "connection_lost"
        ? "deregistered"
        : whileOffboarded(facts, reported(facts)),
  ),
  row(
    "disconnected",
    "deregistered, and not connected since",
    ({ registration }) => registration?.status === "deregistered",
    "deregistered",
  ),
  row(
    "disconnected",
    "registered, and a later reading shows PENDING",
    (facts) => registered(facts) && backToPending(facts),
    (facts) => whileOffboarded(facts, "connection_lost"),
  ),
  row(
    "live",
    "registered, Meta's status says nothing else, and an event came in since",
    (facts) => registered(facts) && isProvenLive(facts),
    null,
  ),
  row("connected", "registered, and Meta's status says nothing else", registered, "no_webhook_yet"),
  row(
    "suspended",
    "Meta answered that the account is locked",
    ({ registration }) => registration?.status === "account_locked",
    "account_locked",
  ),
  row(
    "ready_to_register",
    "ownership is verified, and no registration stands in the way",
    (facts) => (ended(facts) || verifiedSince(facts)) && ownershipStands(facts),
    "not_registered",
  ),
  row("draft", "nothing is known of the ownership, and nobody has tried to register", ended, "ownership_unknown"),
  row(
    "action_required",
    "the last registration failed for a reason that a person must mend",
    () => true,
    ({ registration }) => (registration === undefined ? "unknown_error" : failureCode(registration.status)),
  ),
];

/** The words that no row above has dealt with are those of failures. */
function failureCode(status: NonNullable<NumberFacts["registration"]>["status"]): RegistrationFailureStatus {
  switch (status) {
    case "registered":
    case "awaiting_meta":
    case "not_registered":
    case "deregistered":
      return "unknown_error";
    default:
      return status;
  }
}
