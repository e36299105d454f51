import type { MigrationPrecondition, PhoneNumberAdditionResult } from "../../contract/add-phone-number.ts";
import type { GraphError, Resolution } from "../../contract/failure.ts";
import { ADDITION_ADVICE, PRECONDITION_STEPS, type PlainAdditionFailure } from "../advice/addition-advice.ts";
import {
  callFailure,
  failedAnswer,
  failureFieldsOf,
  retryAtOf,
  type Failed,
  type FailureFacts,
} from "../error/call-failure.ts";
import type { ReachedLimit } from "./number-limit.ts";

/** How adding a number ended, before absolute times are put to it. */
export type AdditionOutcome =
  | { readonly status: "added"; readonly phoneNumberId: string }
  | { readonly status: "already_added"; readonly phoneNumberId: string; readonly managed: boolean }
  | ({ readonly status: "limit_reached" } & ReachedLimit & FailureFacts)
  | ({ readonly status: "migration_not_ready"; readonly unmet: readonly MigrationPrecondition[] } & FailureFacts)
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

/** The account holds as many numbers as Meta allows it: Meta refused another with `error`. */
export function limitReached({ numbers, limit }: ReachedLimit, error: GraphError): AdditionOutcome {
  const advice = ADDITION_ADVICE.limit_reached;
  return { status: "limit_reached", numbers, limit, advice, graphError: error, retryAfterMs: null };
}

/** A number cannot be moved yet. `unmet`: what reads prove is missing; none: Meta alone says that something is. `error` null: Meta was not asked. */
export function migrationNotReady(
  unmet: readonly MigrationPrecondition[],
  error: GraphError | null = null,
): AdditionOutcome {
  const advice = { ...ADDITION_ADVICE.migration_not_ready, resolution: stepsFor(unmet) };
  return { status: "migration_not_ready", unmet, advice, graphError: error, retryAfterMs: null };
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
      const { status, numbers, limit } = outcome;
      return { status, wabaId, numbers, limit, ...failureFieldsOf(outcome, null) };
    }
    case "migration_not_ready": {
      const { status, unmet } = outcome;
      return { status, wabaId, unmet: [...unmet], ...failureFieldsOf(outcome, null) };
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
