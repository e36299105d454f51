import type { AttemptBudget } from "../../contract/attempts.ts";
import type { GraphError } from "../../contract/failure.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import type { PinEffect, RegistrationFailureStatus, RegistrationResult } from "../../contract/register-phone-number.ts";
import { ADVICE, NOT_THIS_NUMBER } from "../advice/advice.ts";
import { callFailure, failedAnswer, retryTime, type Failed } from "../error/call-failure.ts";
import { unwrapped } from "../error/graph-refusal.ts";
import { isRegistered, isVerified } from "../phone-number.ts";

/** The failures of a registration that need no proof of access. */
export type PlainRegistrationFailure = Exclude<RegistrationFailureStatus, "missing_permission">;

/** The number is registered. `alreadyRegistered`: it was so before. */
export interface Registered {
  readonly status: "registered";
  readonly alreadyRegistered: boolean;
  readonly pin: PinEffect;
}

/** A number that a call has registered. `before`: what reading it showed beforehand; `null`: it could not be read. */
export function registeredNow(before: MetaView | null): Registered {
  const changed = before === null ? "unknown" : "in_effect";
  const pin = before !== null && isRegistered(before) ? "not_changed" : changed;
  return { status: "registered", alreadyRegistered: false, pin };
}

/** How a registration ended, before the budget and absolute times are put to it. */
export type RegistrationOutcome = Registered | { readonly status: "awaiting_meta" } | Failed<PlainRegistrationFailure>;

/** A failed registration that needs no proof of access. */
export function failure(
  status: PlainRegistrationFailure,
  graphError: GraphError | null = null,
  retryAfterMs: number | null = null,
): Failed<PlainRegistrationFailure> {
  return callFailure(ADVICE, status, graphError, retryAfterMs);
}

/**
 * What it means that Meta answers a registration by saying that the number is not registered (133010, documented for it): its
 * ownership is to be verified, or, where a reading shows that it is, the id is wrong.
 */
export function notRegisteredYet(error: GraphError, view: MetaView | null): Failed<PlainRegistrationFailure> | null {
  if (unwrapped(error).code !== 133_010) return null;
  if (view === null || !isVerified(view)) return failure("verification_required", error);
  return { ...failure("invalid_parameter", error), advice: NOT_THIS_NUMBER };
}

/** The result a caller gets: the outcome with the budget, and waits turned into times of the server's clock. */
export function registrationResult(
  outcome: RegistrationOutcome,
  phoneNumberId: string,
  attempts: AttemptBudget,
  now: number,
): RegistrationResult {
  const common = { phoneNumberId, attempts };
  switch (outcome.status) {
    case "registered":
      return { status: outcome.status, ...common, alreadyRegistered: outcome.alreadyRegistered, pin: outcome.pin };
    case "awaiting_meta":
      return { status: outcome.status, ...common };
    default:
      return failedAnswer(outcome, common, retryTime(outcome, attempts, now));
  }
}
