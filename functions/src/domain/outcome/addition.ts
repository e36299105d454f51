import type { MigrationPrecondition, PhoneNumberAdditionResult } from "../../contract/add-phone-number.ts";
import type { GraphError, Resolution } from "../../contract/failure.ts";
import { ADDITION_ADVICE, PRECONDITION_STEPS, type PlainAdditionFailure } from "../advice/addition-advice.ts";
import { callFailure, failedAnswer, failureFieldsOf, retryAtOf, type Failed } from "../error/call-failure.ts";

/** How adding a number ended, before absolute times are put to it. */
export type AdditionOutcome =
  | { readonly status: "added"; readonly phoneNumberId: string }
  | { readonly status: "already_added"; readonly phoneNumberId: string; readonly managed: boolean }
  | { readonly status: "limit_reached"; readonly numbers: number; readonly limit: number; readonly error: GraphError }
  | {
      readonly status: "migration_not_ready";
      readonly unmet: readonly MigrationPrecondition[];
      readonly error: GraphError | null;
    }
  | Failed<SimpleAdditionFailure>;

/** The failures that carry nothing of their own. */
export type SimpleAdditionFailure = Exclude<PlainAdditionFailure, "limit_reached" | "migration_not_ready">;

/** A failure of adding a number that needs no proof. */
export const additionFailure = (
  status: SimpleAdditionFailure,
  error: GraphError | null = null,
  retryAfterMs: number | null = null,
): AdditionOutcome => callFailure(ADDITION_ADVICE, status, error, retryAfterMs);

/**
 * How long a request whose answer was lost stays open: until then asking again only looks. Meta was seen to finish requests after some
 * twenty seconds; what the account's list does not show after so long did not happen.
 */
export const ADDITION_OPEN_MS = 10 * 60_000;

/** The error with which Meta refused, where it did; `null`: it did not. */
export function errorOf(outcome: AdditionOutcome): GraphError | null {
  if ("error" in outcome) return outcome.error;
  return "graphError" in outcome ? outcome.graphError : null;
}

/** What a caller is told where the call failed; `null`: it did not. */
export function messageOf(outcome: AdditionOutcome): string | null {
  if ("advice" in outcome) return outcome.advice.message;
  if (outcome.status === "added" || outcome.status === "already_added") return null;
  return ADDITION_ADVICE[outcome.status].message;
}

/** The result a caller gets: waits turned into times of the server's clock. */
export function additionResult(outcome: AdditionOutcome, wabaId: string, now: number): PhoneNumberAdditionResult {
  switch (outcome.status) {
    case "added":
      return { status: outcome.status, wabaId, phoneNumberId: outcome.phoneNumberId, next: "verify" };
    case "already_added": {
      const { status, phoneNumberId, managed } = outcome;
      return { status, wabaId, phoneNumberId, managed, message: managed ? IN_THE_LIST : NOT_MANAGED };
    }
    case "limit_reached": {
      const { status, numbers, limit, error } = outcome;
      const facts = { advice: ADDITION_ADVICE[status], graphError: error, retryAfterMs: null };
      return { status, wabaId, numbers, limit, ...failureFieldsOf(facts, null) };
    }
    case "migration_not_ready": {
      const { status, unmet, error } = outcome;
      const advice = { ...ADDITION_ADVICE[status], resolution: stepsFor(unmet) };
      const fields = failureFieldsOf({ advice, graphError: error, retryAfterMs: null }, null);
      return { status, wabaId, unmet: [...unmet], ...fields };
    }
    default:
      return failedAnswer(outcome, { wabaId }, retryAtOf(outcome, now));
  }
}

const IN_THE_LIST = "The account lists this number already; nothing was added.";
const NOT_MANAGED =
  "The account lists this number already; nothing was added. It was not added from here: name its id in MANAGED_PHONE_NUMBER_IDS to work with it.";

function stepsFor(unmet: readonly MigrationPrecondition[]): readonly [Resolution, ...Resolution[]] {
  const [first, ...others] = unmet.map((precondition) => PRECONDITION_STEPS[precondition]);
  return first === undefined ? ADDITION_ADVICE.migration_not_ready.resolution : [first, ...others];
}
