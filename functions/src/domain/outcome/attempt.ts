import type { Advice } from "../advice/advice.ts";
import type { Refusal } from "../attempt/attempt-window.ts";
import { askAgainInMs, type OpenEnd } from "../attempt/open-attempt.ts";
import { callFailure, type Failed } from "../error/call-failure.ts";
import type { Deregistered } from "./deregistration.ts";
import type { RegistrationOutcome } from "./registration.ts";

/** The failures that any request which Meta counts can end in: registering and deregistering have more of their own. */
export type AttemptFailure =
  | "in_progress"
  | "rate_limited"
  | "invalid_token"
  | "meta_unavailable"
  | "outcome_unknown"
  | "unknown_error";

/** What to say for each failure of an operation. */
export type AttemptAdvice<Status extends string> = Readonly<Record<Status | AttemptFailure, Advice>>;

/** How any request that Meta counts ended. */
export type AttemptOutcome = RegistrationOutcome | Deregistered;

/** What a refusal of our own ledger means, at the server's time `now`. */
export function refusedByLedger<Status extends string>(
  advice: AttemptAdvice<Status>,
  refusal: Refusal,
  now: number,
): Failed<Status | AttemptFailure> {
  const status = refusal.reason === "leased" ? "in_progress" : "rate_limited";
  return callFailure<Status | AttemptFailure>(advice, status, null, refusal.until - now);
}

/** What is answered while the outcome of an earlier request is open: what it was answered, and when asking again makes sense. */
export function stillOpen<Status extends string>(
  advice: AttemptAdvice<Status>,
  open: OpenEnd,
  now: number,
): { readonly status: "awaiting_meta" } | Failed<Status | AttemptFailure> {
  if (open.status === "awaiting_meta") return { status: open.status };
  return callFailure<Status | AttemptFailure>(advice, open.status, null, askAgainInMs(now - open.reservedAt));
}
