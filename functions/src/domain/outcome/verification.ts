import type { RegistrationRecord } from "../../contract/phone-number.ts";
import type { CodeMethod, VerificationResult } from "../../contract/verification.ts";
import type { Advice } from "../advice/advice.ts";
import type { PlainVerificationFailure } from "../advice/verification-advice.ts";
import { deadEnd, type AccessReads } from "../diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf, type Failed } from "../error/call-failure.ts";
import { metaAsksForVerification } from "../error/graph-refusal.ts";
import { isVerified } from "../phone-number.ts";

/** How asking for a code, or handing it in, ends well. */
export type Verified =
  | { readonly status: "code_requested"; readonly method: CodeMethod }
  | { readonly status: "verified"; readonly confirmed: boolean }
  | { readonly status: "already_verified" };

/** How asking for a code, or handing it in, ended, before absolute times are put to it. */
type VerificationOutcome = Verified | Failed<PlainVerificationFailure>;

type VerificationAdvice = Readonly<Record<PlainVerificationFailure, Advice>>;

/**
 * What reading beforehand proves so surely that asking Meta is no use; `null`: go on. A number whose platform is the app's, but
 * which Meta does not say is on the app, goes on: verifying is how it gets off. `known`: what the last registration was answered.
 */
export function stopBeforeVerifying(
  reads: AccessReads,
  advice: VerificationAdvice,
  known: RegistrationRecord | null,
): VerificationOutcome | null {
  const { view } = reads;
  if (view !== null && isVerified(view) && !metaAsksForVerification(known)) return { status: "already_verified" };
  const dead = deadEnd(reads);
  if (dead !== null) return callFailure(advice, dead.status, dead.error);
  if (view?.isOnBusinessApp === true) return callFailure(advice, "number_on_business_app");
  return null;
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
