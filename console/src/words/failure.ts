import type { UnrecognizedResult } from "../../../client/src/newer-backend.ts";
import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { DeregistrationFailureStatus } from "../../../functions/src/contract/deregister-phone-number.ts";
import type { Actor, GraphError, Resolution } from "../../../functions/src/contract/failure.ts";
import type { MissingPermission } from "../../../functions/src/contract/missing-permission.ts";
import type { ReadFailureStatus } from "../../../functions/src/contract/refresh-phone-number.ts";
import type { RegistrationFailureStatus } from "../../../functions/src/contract/register-phone-number.ts";
import type { MessagingBlock, TestMessageFailureStatus } from "../../../functions/src/contract/send-test-message.ts";
import type { TwoStepPinFailureStatus } from "../../../functions/src/contract/set-two-step-pin.ts";
import type { VerificationFailureStatus } from "../../../functions/src/contract/verification.ts";
import { evidenceRows, type EvidenceRow } from "./evidence.ts";
import { moment } from "./time.ts";
import type { Tone } from "./tone.ts";

/** Every word that any call of the contract can fail with. */
type FailureWord =
  | DeregistrationFailureStatus
  | ReadFailureStatus
  | RegistrationFailureStatus
  | TestMessageFailureStatus
  | TwoStepPinFailureStatus
  | UnrecognizedResult["status"]
  | VerificationFailureStatus;

const HEADLINES: Readonly<Record<FailureWord, readonly [headline: string, tone: Tone]>> = {
  account_locked: ["The account is locked", "bad"],
  app_blocked: ["Meta has blocked the app", "bad"],
  business_incomplete: ["The business portfolio is not filled in", "warn"],
  certificate_error: ["The number's certificate is not in order", "bad"],
  code_guess_limited: ["Too many wrong codes", "bad"],
  code_refused: ["Meta refused the code", "warn"],
  code_request_failed: ["Meta did not send a code", "warn"],
  code_request_limited: ["Meta sends no code for now", "warn"],
  display_name_not_approved: ["The display name is not approved", "warn"],
  held_back_by_meta: ["Meta held the message back", "warn"],
  in_progress: ["Another call is under way", "busy"],
  incomplete_deregistration: ["An earlier deregistration is unfinished", "warn"],
  invalid_parameter: ["Meta refused a value", "warn"],
  invalid_token: ["The token is not accepted", "bad"],
  messaging_blocked: ["Meta blocks sending", "bad"],
  meta_unavailable: ["Meta is not available", "warn"],
  missing_permission: ["Access is missing", "bad"],
  not_registered: ["The number is not registered", "warn"],
  number_held_elsewhere: ["The number is held elsewhere", "warn"],
  number_on_business_app: ["The number is on the WhatsApp Business app", "warn"],
  outcome_unknown: ["The outcome is not known yet", "warn"],
  outside_conversation_window: ["The conversation window is closed", "warn"],
  payment_issue: ["A payment method is missing or failed", "bad"],
  pin_locked: ["The PIN is locked", "bad"],
  pin_mismatch: ["The PIN is wrong", "warn"],
  rate_limited: ["No attempts left", "bad"],
  recently_deleted: ["The number was deleted a moment ago", "warn"],
  recipient_not_allowed: ["The recipient is not on the test list", "warn"],
  recipient_unreachable: ["The recipient cannot be reached", "warn"],
  template_not_found: ["The template does not exist", "warn"],
  template_not_usable: ["The template cannot be used", "warn"],
  throttled: ["Too many calls for now", "warn"],
  unknown_error: ["Meta answered with an unknown error", "warn"],
  unrecognized: ["The answer is newer than this page", "plain"],
  verification_required: ["The number is not verified", "warn"],
  wrong_code: ["The code is wrong", "warn"],
};

/** Who can change the situation. */
export const ACTORS: Readonly<Record<Actor, string>> = {
  operator: "You can put this right, as operator of this deployment.",
  customer: "The business that owns the number has to act.",
  meta: "Nobody can speed this up: it is with Meta.",
};

/** A failure in a few words. */
export const headlineOf = (status: FailureWord): string => HEADLINES[status][0];

/** What all failures have in common. */
export interface Failure {
  readonly status: FailureWord;
  readonly message: string;
  readonly resolution: readonly Resolution[];
  readonly actor: Actor;
  readonly retryable: boolean;
  readonly retryAt: string | null;
  readonly graphError: GraphError | null;
  readonly attempts?: AttemptBudget | null;
  readonly cause?: MissingPermission["cause"];
  readonly missing?: MissingPermission["missing"];
  readonly evidence?: MissingPermission["evidence"];
  readonly blocks?: readonly MessagingBlock[];
}

/** What came of a call: a headline, what happened, who must act, what to do. */
export interface ResultView {
  readonly tone: Tone;
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly actor: string | null;
  readonly steps: readonly Resolution[];
  /** Meta's own words, label and value; empty where Meta said nothing. */
  readonly metaWords: readonly (readonly [label: string, value: string])[];
  readonly evidence: readonly EvidenceRow[];
}

/** A failed call, said to a person at `now`, ms since the epoch. */
export function failureView(failure: Failure, now: number): ResultView {
  const [headline, tone] = HEADLINES[failure.status];
  const missing = failure.missing ?? [];
  const sentences = [
    failure.message,
    missing.length === 0 ? null : `Missing: ${missing.join(", ")}.`,
    ...(failure.blocks ?? []).map(blockSentence),
    retrySentence(failure, now),
  ];
  return {
    tone,
    headline,
    sentences: sentences.filter((sentence) => sentence !== null),
    actor: ACTORS[failure.actor],
    steps: failure.resolution,
    metaWords: failure.graphError === null ? [] : metaWords(failure.graphError),
    evidence: failure.evidence === undefined ? [] : evidenceRows(failure.evidence),
  };
}

const blockSentence = ({ entity, problems }: MessagingBlock): string =>
  `${entity}: ${problems.length === 0 ? "no reason given." : problems.join(" ")}`;

function retrySentence({ status, retryable, retryAt }: Failure, now: number): string | null {
  if (retryAt !== null && Date.parse(retryAt) > now) return `Try again after ${moment(retryAt, now)}, not before.`;
  if (retryable) return null;
  return status === "outcome_unknown"
    ? "Do not call again before it is known what became of this call."
    : "Calling again without a change will not help.";
}

/** An error of Meta's, label and value. */
export function metaWords(error: GraphError): ResultView["metaWords"] {
  const rows: readonly (readonly [string, string | number | null])[] = [
    ["message", error.message],
    ["code", error.code],
    ["subcode", error.subcode],
    ["type", error.type],
    ["details", error.details],
    ["title for users", error.userTitle],
    ["message for users", error.userMessage],
    ["HTTP status", error.httpStatus],
    ["trace id", error.fbtraceId],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, String(value)] as const]));
}
