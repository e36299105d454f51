import type { Lifecycle, ReasonCode } from "../../contract/lifecycle.ts";
import type { WebhookClaim } from "../../contract/webhook.ts";
import { numberStatus } from "../number-status.ts";
import { isProvidedByMeta } from "../phone-number.ts";
import { nameAwaitsRegistration, nameWord } from "./display-name.ts";
import {
  claimOf,
  connectedSince,
  isOver,
  isRemoved,
  offboardedSince,
  openClaim,
  tokenIsBad,
  type NumberFacts,
} from "./number-facts.ts";

/** One thing that needs attention whatever the word is. */
export interface Notice {
  readonly code: ReasonCode;
  /** The condition in words, for the table in docs/lifecycle.md. */
  readonly when: string;
  readonly holds: (facts: NumberFacts, word: Lifecycle) => boolean;
}

const IN_USE: ReadonlySet<Lifecycle> = new Set(["connected", "live", "coexistence"]);

const DISABLED: ReadonlySet<string> = new Set(["DISABLE", "SCHEDULE_FOR_DISABLE", "DISABLED"]);

/** Whether there is a claim that came after a time in ms. */
const cameAfter = (claim: WebhookClaim | undefined, since: number | null): claim is WebhookClaim =>
  claim !== undefined && since !== null && Date.parse(claim.at) > since;

/** Since when a registration stands or was last tried, in ms. */
const lastRegistration = (facts: NumberFacts): number | null =>
  connectedSince(facts) ?? (facts.registration === undefined ? null : Date.parse(facts.registration.at));

/** The number is in use, and nothing that it sends arrives. */
const isSilent: Notice["holds"] = ({ sending }, word) => sending?.verdict === "blocked" && IN_USE.has(word);

const isInReview = (facts: NumberFacts): boolean =>
  nameWord(facts.meta) === "PENDING_REVIEW" && openClaim(facts, "name") === undefined;

const needsApproval = ({ meta }: NumberFacts): boolean =>
  meta !== undefined && meta.nameStatus !== "APPROVED" && isProvidedByMeta(meta) === true;

const notice = (code: ReasonCode, when: string, holds: Notice["holds"]): Notice => ({ code, when, holds });

/** All notices, in the order in which they are shown. */
export const NOTICES: readonly Notice[] = [
  notice("invalid_token", "Meta calls the token invalid", tokenIsBad),
  notice(
    "app_removed",
    "an event says that the app or partner was removed, and no reading has come after it",
    isRemoved,
  ),
  notice(
    "account_offboarded",
    "an event says that the Business app was set up on another phone, none says that it reconnected, and no later reading shows the number as connected",
    (facts) => offboardedSince(facts) !== null,
  ),
  notice(
    "account_deleted",
    "an event says that the account was deleted, and no reading has come after it",
    (facts) => openClaim(facts, "deletion") !== undefined,
  ),
  notice("account_disabled", "the newest event about the account's standing says so", (facts) =>
    DISABLED.has(claimOf(facts, "standing")?.word ?? ""),
  ),
  notice(
    "account_restricted",
    "the newest event about restrictions names one, and no reading has come after the end of all that it names",
    (facts) => {
      const claim = claimOf(facts, "restriction");
      return claim !== undefined && claim.detail !== null && !isOver(claim, facts.meta?.observedAt);
    },
  ),
  notice("account_violation", "an event named a violation, and none has reinstated the account since", (facts) => {
    const [violation, standing] = [claimOf(facts, "violation"), claimOf(facts, "standing")];
    return violation !== undefined && !(standing?.word === "REINSTATE" && standing.at >= violation.at);
  }),
  notice(
    "review_rejected",
    "the newest event about the account's review says REJECTED",
    (facts) => claimOf(facts, "review")?.word === "REJECTED",
  ),
  notice(
    "rate_limited",
    "no attempt is left or Meta blocks further ones, and the number is not in use",
    ({ attempts }, word) => attempts?.remaining === 0 && !IN_USE.has(word) && word !== "registering",
  ),
  notice(
    "name_pending",
    "Meta provided the number (+1 555), its name is in review, and no message from it arrives before that has ended",
    (facts, word) => isSilent(facts, word) && isInReview(facts) && needsApproval(facts),
  ),
  notice(
    "sending_blocked",
    "the last look that asked showed that no message from it arrives, and the number is in use",
    isSilent,
  ),
  notice(
    "spent_elsewhere",
    "Meta counted more registrations in 72 hours than were sent from here, or somebody else registered or deregistered the number in that time",
    ({ attempts }) => attempts?.spentElsewhere === true,
  ),
  notice("token_expires_soon", "the token expires within a week", ({ token }) => token?.state === "expires_soon"),
  notice(
    "ownership_expired",
    "Meta says EXPIRED, and the number is not in use",
    ({ meta }, word) => meta?.codeVerificationStatus === "EXPIRED" && !IN_USE.has(word),
  ),
  notice(
    "name_needs_registration",
    "an event or a later reading says that a name was approved, the number is in use, and it was not registered since",
    (facts, word) => IN_USE.has(word) && nameAwaitsRegistration(facts),
  ),
  notice(
    "name_declined",
    "Meta's word for the newest name is DECLINED, or an event newer than the last reading says so",
    (facts) => {
      const claim = openClaim(facts, "name");
      if (claim === undefined) return nameWord(facts.meta) === "DECLINED";
      return claim.word === "REJECTED" || claim.word === "DECLINED";
    },
  ),
  notice(
    "name_pending",
    "Meta's word for the newest name is PENDING_REVIEW, and no newer event has decided",
    isInReview,
  ),
  notice(
    "number_flagged",
    "Meta's status is FLAGGED, or an event newer than the last reading says so",
    (facts) =>
      numberStatus(facts.meta?.status).reason === "number_flagged" || openClaim(facts, "quality")?.word === "FLAGGED",
  ),
  notice("quality_low", "Meta's quality_rating is RED", ({ meta }) => meta?.qualityRating === "RED"),
  notice("quality_medium", "Meta's quality_rating is YELLOW", ({ meta }) => meta?.qualityRating === "YELLOW"),
  notice(
    "pin_changed",
    "an event says that the two-step PIN was changed or switched off after the last registration",
    (facts) => cameAfter(claimOf(facts, "pin"), lastRegistration(facts)),
  ),
  notice(
    "pin_reset_requested",
    "an event says that a reset of the two-step PIN was asked for after the last registration, and none that the PIN has changed since",
    (facts) => {
      const [request, change] = [claimOf(facts, "pin_reset"), claimOf(facts, "pin")];
      return cameAfter(request, lastRegistration(facts)) && !(change !== undefined && change.at >= request.at);
    },
  ),
];

/** The codes of everything that needs attention. */
export function noticesOf(facts: NumberFacts, word: Lifecycle): ReasonCode[] {
  return NOTICES.filter(({ holds }) => holds(facts, word)).map(({ code }) => code);
}
