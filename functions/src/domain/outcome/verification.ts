import type { CodeMethod, VerificationResult } from "../../contract/verification.ts";
import type { Advice } from "../advice/advice.ts";
import type { PlainVerificationFailure } from "../advice/verification-advice.ts";
import type { LeaseRefusal } from "../attempt/call-lease.ts";
import { tokenIsValid, type AccessReads } from "../diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf } from "../error/call-failure.ts";
import { isVerified } from "../phone-number.ts";
import type { Failed } from "./registration.ts";

/** How asking for a code, or sending it back, ended, before absolute times are put to it. */
export type VerificationOutcome =
  | { readonly status: "code_requested"; readonly method: CodeMethod }
  | { readonly status: "verified"; readonly confirmed: boolean }
  | { readonly status: "already_verified" }
  | Failed<PlainVerificationFailure>;

type VerificationAdvice = Readonly<Record<PlainVerificationFailure, Advice>>;

/**
 * What reading beforehand proves so surely that asking Meta is no use; `null`: go on. A number whose platform is the app's, but
 * which Meta does not say is on the app, goes on: verifying is how it gets off.
 */
export function stopBeforeVerifying(reads: AccessReads, advice: VerificationAdvice): VerificationOutcome | null {
  const { view } = reads;
  if (view !== null && isVerified(view)) return { status: "already_verified" };
  if (tokenIsValid(reads) === false) return callFailure(advice, "invalid_token", reads.numberRefusal);
  if (view?.isOnBusinessApp === true) return callFailure(advice, "number_on_business_app");
  return null;
}

/** Why a call was not made: another one is under way, or Meta said to wait (`limited`). `now`: the server's time. */
export function verificationWithheld(
  refusal: LeaseRefusal,
  limited: "code_request_limited" | "code_guess_limited",
  advice: VerificationAdvice,
  now: number,
): Failed<PlainVerificationFailure> {
  const status = refusal.reason === "leased" ? "in_progress" : limited;
  return callFailure(advice, status, null, refusal.until - now);
}

/** The result a caller gets: waits turned into times of the server's clock. */
export function verificationResult(
  outcome: VerificationOutcome,
  phoneNumberId: string,
  now: number,
): VerificationResult {
  switch (outcome.status) {
    case "code_requested":
      return { status: outcome.status, phoneNumberId, method: outcome.method };
    case "verified":
      return { status: outcome.status, phoneNumberId, confirmed: outcome.confirmed };
    case "already_verified":
      return { status: outcome.status, phoneNumberId };
    default:
      return failedAnswer(outcome, { phoneNumberId }, retryAtOf(outcome, now));
  }
}
