import type { AccessCause, AccessEvidence } from "../../contract/access-evidence.ts";
import type { AttemptBudget } from "../../contract/attempts.ts";
import type { FailureFields, GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus, RegistrationResult } from "../../contract/register-phone-number.ts";
import { adviceOnProof } from "../advice/access-advice.ts";
import { ADVICE, type Advice } from "../advice/advice.ts";
import type { Refusal } from "../attempt/attempt-window.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { waitingTime } from "../waiting-time.ts";

/** What became of a POST that Meta did not plainly accept. `httpStatus` is null where no status line arrived. */
export type Unaccepted =
  /** `regainAccessMs`: the wait that Meta's usage headers name, where they do. */
  | { readonly kind: "refused"; readonly error: GraphError; readonly regainAccessMs: number | null }
  /** The connection failed before a byte of the request left. */
  | { readonly kind: "not_sent"; readonly reason: string }
  /** Sent, and no answer that can be read: timeout, reset, redirect, HTML, truncated JSON, `success` other than true. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly httpStatus: number | null };

/** What became of one POST whose success says nothing but that it succeeded, such as the one to `/register`. */
export type RegisterReply = { readonly kind: "accepted" } | Unaccepted;

/** Why access is missing, with the proof. */
export interface AccessProof {
  readonly cause: AccessCause;
  readonly missing: readonly string[];
  readonly evidence: AccessEvidence;
}

/** What is known of a failure besides its status. */
export interface FailureFacts {
  readonly advice: Advice;
  readonly graphError: GraphError | null;
  /** How long to wait from now on, in ms; `null` when waiting is not what helps, or Meta does not say. */
  readonly retryAfterMs: number | null;
}

type PlainFailureStatus = Exclude<RegistrationFailureStatus, "missing_permission">;

/** How a call failed, before absolute times are put to it. */
export type Failed<Status extends string> =
  | ({ readonly status: Status } & FailureFacts)
  | ({ readonly status: "missing_permission"; readonly access: AccessProof } & FailureFacts);

/** How a registration failed, before the budget and absolute times are put to it. */
export type FailedOutcome = Failed<PlainFailureStatus>;

/** How a registration ended, before the budget and absolute times are put to it. */
export type RegistrationOutcome =
  | { readonly status: "registered"; readonly alreadyRegistered: boolean }
  | { readonly status: "awaiting_meta" }
  | FailedOutcome;

/** How any use of the ledger ended: a registration or a deregistration. */
export type AttemptOutcome =
  | RegistrationOutcome
  | { readonly status: "deregistered"; readonly alreadyDeregistered: boolean };

/** Meta's documented wait after a number was deleted. */
const DELETION_WAIT_MS = 5 * 60_000;

/** A failure that needs no proof of access. */
export function failure(
  status: PlainFailureStatus,
  graphError: GraphError | null = null,
  retryAfterMs: number | null = null,
): FailedOutcome {
  return { status, advice: ADVICE[status], graphError, retryAfterMs };
}

/** Access is missing: `access` says what proves it, and decides which steps help. */
export function missingPermission(access: AccessProof, graphError: GraphError | null): FailedOutcome {
  return { status: "missing_permission", advice: adviceOnProof(access), graphError, retryAfterMs: null, access };
}

/** What a readable error of Graph's means, where access is not what is missing. */
export function outcomeOfRefusal(
  status: PlainFailureStatus,
  error: GraphError,
  regainAccessMs: number | null,
): FailedOutcome {
  if (status === "recently_deleted") return failure(status, error, DELETION_WAIT_MS);
  if (status === "pin_locked") return failure(status, error, waitingTime(error.details) ?? waitingTime(error.message));
  if (status === "throttled") return failure(status, error, regainAccessMs);
  return failure(status, error);
}

/** What an answer that cannot be read means, once reading the number has not settled it. */
export function unreadableStatus(httpStatus: number | null): "throttled" | "meta_unavailable" | "outcome_unknown" {
  if (httpStatus === 429) return "throttled";
  return httpStatus !== null && httpStatus >= 500 ? "meta_unavailable" : "outcome_unknown";
}

/** What to say of an answer that cannot be read, once reading the number has not settled it. */
export function outcomeOfUnreadable(httpStatus: number | null): FailedOutcome {
  return failure(unreadableStatus(httpStatus));
}

/** What a refusal of our own ledger means, at the server's time `now`. */
export function outcomeOfLedgerRefusal(refusal: Refusal, now: number): FailedOutcome {
  return failure(refusal.reason === "leased" ? "in_progress" : "rate_limited", null, refusal.until - now);
}

/**
 * Whether Meta may have carried the registration out although it did not say so: such an outcome is settled by reading the
 * number, and never by posting again.
 */
export function mayHaveHappened(reply: RegisterReply): boolean {
  if (reply.kind === "unreadable") return reply.httpStatus !== 429;
  return reply.kind === "refused" && refusalStatus(reply.error) === "meta_unavailable";
}

/** The result a caller gets: the outcome with the budget, and waits turned into times of the server's clock. */
export function registrationResult(
  outcome: RegistrationOutcome,
  phoneNumberId: string,
  attempts: AttemptBudget,
  now: number,
): RegistrationResult {
  const common = { phoneNumberId, attempts };
  if (outcome.status === "registered")
    return { status: outcome.status, ...common, alreadyRegistered: outcome.alreadyRegistered };
  if (outcome.status === "awaiting_meta") return { status: outcome.status, ...common };
  const fields = { ...common, ...failureFieldsOf(outcome, retryTime(outcome, attempts, now)) };
  if (outcome.status !== "missing_permission") return { status: outcome.status, ...fields };
  const { cause, missing, evidence } = outcome.access;
  return { status: outcome.status, ...fields, cause, missing: [...missing], evidence };
}

/** What every failure says to a caller. `retryAt`: ISO-8601. */
export function failureFieldsOf({ advice, graphError }: FailureFacts, retryAt: string | null): FailureFields {
  return {
    message: advice.message,
    resolution: [...advice.resolution],
    actor: advice.actor,
    retryable: advice.retryable,
    retryAt,
    graphError,
  };
}

/** When trying again makes sense: what Meta says, or what the budget says where the budget is in the way. */
export function retryTime(outcome: Failed<string>, attempts: AttemptBudget, now: number): string | null {
  if (outcome.retryAfterMs !== null) return new Date(now + outcome.retryAfterMs).toISOString();
  if (outcome.status !== "rate_limited") return null;
  // When Meta itself refused, our own count was wrong, and only the block that follows tells the time.
  return attempts.blockedUntil ?? (outcome.graphError === null ? attempts.nextFreeAt : null);
}
