import type {
  AccountDisconnectionFailureStatus,
  AccountDisconnectionResult,
  DisconnectionStep,
  DisconnectionStepId,
} from "../../contract/disconnect-account.ts";
import type { GraphError } from "../../contract/failure.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../advice/account-disconnection-advice.ts";
import { failureFieldsOf, retryAtOf, type FailureFacts } from "../error/call-failure.ts";

/** A failure of disconnecting. */
export interface DisconnectionFailure extends FailureFacts {
  readonly status: AccountDisconnectionFailureStatus;
  /** The steps that were reached before; left out: none. Nothing is known of the others. */
  readonly steps?: readonly DisconnectionStep[];
}

/** How disconnecting an account ended, before absolute times are put to it. */
export type AccountDisconnectionOutcome =
  | { readonly status: "disconnected"; readonly steps: readonly DisconnectionStep[] }
  | { readonly status: "not_connected" }
  | DisconnectionFailure;

export const disconnectionFailure = (
  status: AccountDisconnectionFailureStatus,
  graphError: GraphError | null = null,
  retryAfterMs: number | null = null,
): DisconnectionFailure => ({ status, advice: ACCOUNT_DISCONNECTION_ADVICE[status], graphError, retryAfterMs });

/** A failure, with the steps that the call had reached before. */
export const stoppedAfter = (
  steps: readonly DisconnectionStep[],
  failure: DisconnectionFailure,
): DisconnectionFailure => ({ ...failure, steps });

/** One step that is done; `message` left out: there is nothing to say about it. */
export const stepDone = (id: DisconnectionStepId): DisconnectionStep => ({ id, state: "done" });

/** One step that could not be done at Meta, or was left out, and why. */
export const stepNotDone = (
  id: DisconnectionStepId,
  state: "failed" | "skipped",
  message: string,
): DisconnectionStep => ({ id, state, message });

/** The steps of a call that stopped at the first one. */
const stopped = (message: string): DisconnectionStep[] => [
  stepNotDone("webhook", "failed", message),
  ...(["access", "numbers", "token"] as const).map((id) => ({ id, state: "skipped" }) as const),
];

/** The result a caller gets: waits turned into times of the server's clock. */
export function accountDisconnectionResult(
  outcome: AccountDisconnectionOutcome,
  { wabaId, now }: { readonly wabaId: string; readonly now: number },
): AccountDisconnectionResult {
  if (outcome.status === "not_connected") return { status: outcome.status, wabaId };
  if (outcome.status === "disconnected") return { status: outcome.status, wabaId, steps: [...outcome.steps] };
  const steps = [...(outcome.steps ?? stopped(outcome.advice.message))];
  return { status: outcome.status, wabaId, steps, ...failureFieldsOf(outcome, retryAtOf(outcome, now)) };
}
