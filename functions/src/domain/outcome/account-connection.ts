import type { AccountStep, AccountStepId } from "../../contract/account.ts";
import type { AccountConnectionResult } from "../../contract/connect-account.ts";
import type { GraphError } from "../../contract/failure.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import {
  ACCOUNT_CONNECTION_ADVICE,
  startingAgain,
  type PlainAccountConnectionFailure,
} from "../advice/account-connection-advice.ts";
import { missingPermissions, namesNoNumber, type TokenFacts } from "../diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf, type Failed } from "../error/call-failure.ts";
import { callRefusalStatus, worded } from "../error/call-refusal.ts";
import { waitAfter } from "../error/call-wait.ts";
import { isOnBusinessApp, isRegistered, isUnverified } from "../phone-number.ts";

/** What a number needs before it works. */
export type NextStep = Extract<AccountConnectionResult, { status: "connected" }>["next"];

/** How connecting an account ended, before absolute times are put to it. */
export type AccountConnectionOutcome =
  | {
      readonly status: "connected";
      readonly customerId: string;
      readonly phoneNumberIds: readonly string[];
      readonly next: NextStep;
    }
  | Failed<PlainAccountConnectionFailure>;

/** A failure of connecting that needs no proof. */
export const connectingFailure = (
  status: PlainAccountConnectionFailure,
  error: GraphError | null = null,
  retryAfterMs: number | null = null,
): Failed<PlainAccountConnectionFailure> => callFailure(ACCOUNT_CONNECTION_ADVICE, status, error, retryAfterMs);

/** #1 otherwise is a fault of Meta's (claim: what the exchange says where the secret is another app's). */
const isWrongSecret = ({ code, message }: GraphError): boolean => code === 1 && /client secret/i.test(message);

/**
 * Why Meta gave no token for a code: a code lives for seconds and serves once, so whatever the reason is, the sign-up has to begin anew.
 * `regainAccessMs`: the wait that Meta's usage headers name.
 */
export function exchangeFailure(
  error: GraphError,
  regainAccessMs: number | null,
): Failed<PlainAccountConnectionFailure> {
  if (isWrongSecret(error)) return connectingFailure("not_configured", error);
  const meaning = callRefusalStatus("connect_account", error);
  // A fault of Meta's may have used the code up all the same.
  if (meaning === "meta_unavailable") return connectingFailure("outcome_unknown", error);
  const status = worded(ACCOUNT_CONNECTION_ADVICE, meaning);
  const failed = connectingFailure(status, error, waitAfter(status, error, regainAccessMs));
  return { ...failed, advice: startingAgain(failed.advice) };
}

/** Why the customer's token cannot read the account. */
export function sharingFailure(error: GraphError): Failed<PlainAccountConnectionFailure> {
  const meaning = callRefusalStatus("connect_account", error);
  const isOutOfReach = meaning === "missing_permission" || meaning === "invalid_parameter" || namesNoNumber(error);
  if (isOutOfReach) return connectingFailure("account_not_shared", error);
  return connectingFailure(worded(ACCOUNT_CONNECTION_ADVICE, meaning), error);
}

/** What `debug_token` proves against a token; `null`: nothing. */
export function tokenFailure(token: TokenFacts, appId: string): Failed<PlainAccountConnectionFailure> | null {
  if (token.appId !== null && token.appId !== appId) return connectingFailure("wrong_app");
  return token.isValid ? null : connectingFailure("invalid_token");
}

/**
 * Permissions that Meta's list leaves out although the account could be read with the token. Such lists were wrong (seen in logs), so they
 * are told and stop nothing; `undefined`: none is left out.
 */
export function unlistedPermissions(token: TokenFacts): string | undefined {
  const missing = missingPermissions(token) ?? [];
  return missing.length === 0
    ? undefined
    : `Meta's list of the token's permissions does not name ${missing.join(", ")}.`;
}

/** The steps in their order, as far as they have come. */
const ORDER: readonly AccountStepId[] = ["token", "permissions", "account", "webhook", "numbers"];

/** What is told of the steps: all before `reached` are done, and where it failed, that one has failed and the rest was left out. */
export function stepsUntil(
  reached: AccountStepId | "end",
  failed: string | null,
  notes: Partial<Record<AccountStepId, string | undefined>> = {},
): AccountStep[] {
  const at = reached === "end" ? ORDER.length : ORDER.indexOf(reached);
  return ORDER.map((id, position) => {
    const note = notes[id];
    if (position < at) return { id, state: "done", ...(note === undefined ? {} : { message: note }) };
    return position === at && failed !== null ? { id, state: "failed", message: failed } : { id, state: "skipped" };
  });
}

/**
 * What a number needs, by a reading of it. One on the Business app is never registered: registering would take it off the phone. `null`: the
 * number could not be read; registering reads it first, and says where something else is to be done.
 */
export function nextOf(view: MetaView | null): NextStep {
  if (view === null) return "register";
  if (isOnBusinessApp(view)) return "nothing_to_register";
  if (isRegistered(view)) return "ready";
  return isUnverified(view) ? "verify" : "register";
}

const URGENCY: readonly NextStep[] = ["verify", "register", "ready"];

/** What is to be done next for these numbers: the first step that any of them needs. */
export function nextStep(views: readonly MetaView[]): NextStep {
  const needed = new Set(views.map(nextOf));
  return URGENCY.find((next) => needed.has(next)) ?? "nothing_to_register";
}

/** The result a caller gets: waits turned into times of the server's clock. */
export function accountConnectionResult(
  outcome: AccountConnectionOutcome,
  about: { readonly wabaId: string; readonly steps: readonly AccountStep[]; readonly now: number },
): AccountConnectionResult {
  const { wabaId, now } = about;
  const steps = [...about.steps];
  if (outcome.status !== "connected") return failedAnswer(outcome, { wabaId, steps }, retryAtOf(outcome, now));
  const { status, customerId, phoneNumberIds, next } = outcome;
  return { status, wabaId, customerId, phoneNumberIds: [...phoneNumberIds], steps, next };
}
