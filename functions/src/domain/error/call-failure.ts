import type { AccessCause, AccessEvidence } from "../../contract/access-evidence.ts";
import type { FailureFields, GraphError } from "../../contract/failure.ts";
import type { Advice } from "../advice/advice.ts";
import { failureFieldsOf, type Failed } from "../outcome/registration.ts";

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
