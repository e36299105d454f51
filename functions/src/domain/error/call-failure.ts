import type { AccessCause, AccessEvidence } from "../../contract/access-evidence.ts";
import type { AttemptBudget } from "../../contract/attempts.ts";
import type { FailureFields, GraphError } from "../../contract/failure.ts";
import type { AccountRef } from "../account.ts";
import { adviceOnProof } from "../advice/access-advice.ts";
import type { Advice } from "../advice/advice.ts";
import { forCustomers } from "../advice/for-customers.ts";

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

/** How a call failed, before absolute times are put to it. */
export type Failed<Status extends string> =
  | ({ readonly status: Status } & FailureFacts)
  | ({ readonly status: "missing_permission"; readonly access: AccessProof } & FailureFacts);

/** What is known of a failure; nothing of a success. */
export function factsOf(outcome: object): FailureFacts | Readonly<Record<keyof FailureFacts, null>> {
  return isFailure(outcome) ? outcome : { advice: null, graphError: null, retryAfterMs: null };
}

/** Whether an outcome is a failure. */
export function isFailure(outcome: object): outcome is FailureFacts {
  return "advice" in outcome;
}

/** An outcome as it is told of an account: a failure in a customer's has other steps than one in the deployment's own. */
export function toldOf<Outcome extends object>(
  { customerId }: Pick<AccountRef, "customerId">,
  outcome: Outcome,
): Outcome {
  return customerId === null || !isFailure(outcome) ? outcome : { ...outcome, advice: forCustomers(outcome.advice) };
}

/** A failure that needs no proof of access, with what its call's table says about it. */
export function callFailure<Status extends string>(
  advice: Readonly<Record<Status, Advice>>,
  status: Status,
  graphError: GraphError | null = null,
  retryAfterMs: number | null = null,
): Failed<Status> {
  return { status, advice: advice[status], graphError, retryAfterMs };
}

interface AccessFields {
  cause: AccessCause;
  missing: string[];
  evidence: AccessEvidence;
}

type FailedAnswer<Status extends string, Common> =
  | ({ status: Status } & Common & FailureFields)
  | ({ status: "missing_permission" } & Common & FailureFields & AccessFields);

/** How a failed call is answered. `common`: what every answer of this call carries. `retryAt`: ISO-8601. */
export function failedAnswer<Status extends string, Common extends object>(
  outcome: Failed<Status>,
  common: Common,
  retryAt: string | null,
): FailedAnswer<Status, Common> {
  const fields = { ...common, ...failureFieldsOf(outcome, retryAt) };
  if (!("access" in outcome)) return { status: outcome.status, ...fields };
  const { cause, missing, evidence } = outcome.access;
  return { status: outcome.status, ...fields, cause, missing: [...missing], evidence };
}

/** The time that a wait ends when it begins at `now`; ISO-8601. */
export function retryAtOf({ retryAfterMs }: { readonly retryAfterMs: number | null }, now: number): string | null {
  return retryAfterMs === null ? null : new Date(now + retryAfterMs).toISOString();
}

/** Access is missing: `access` says what proves it, and decides which steps help. */
export function accessFailure(access: AccessProof, graphError: GraphError | null): Failed<never> {
  return {
    status: "missing_permission",
    advice: adviceOnProof(access, graphError),
    graphError,
    retryAfterMs: null,
    access,
  };
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
