import type { CallOperation } from "../../contract/calls.ts";
import type { GraphError } from "../../contract/failure.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import { isOnBusinessApp } from "../phone-number.ts";
import type { Unaccepted } from "../reply.ts";
import { CALL_CATALOGUE, type CallStatus } from "./call-catalogue.ts";
import { namedWait } from "./call-wait.ts";
import { refusalStatus, unwrapped, type RefusalStatus } from "./graph-refusal.ts";

/** What an error of Graph's means for a call: the call's own row if there is one, else what it means everywhere. */
export function callRefusalStatus(call: CallOperation, error: GraphError): CallStatus | RefusalStatus {
  const inner = unwrapped(error);
  const own = CALL_CATALOGUE.find(
    (row) =>
      row.calls.includes(call) &&
      row.code === inner.code &&
      (row.subcode === undefined || row.subcode === inner.subcode) &&
      isSaid(row.says, [inner.message, inner.details]) &&
      isSaid(row.tells, [inner.userMessage, inner.message, inner.details]),
  );
  // Meta names a wait only where more guesses would be refused too.
  if (own?.status === "code_refused" && namedWait(error) !== null) return "code_guess_limited";
  return own?.status ?? refusalStatus(error);
}

/** Whether Meta says what a row is told by; a row without words is told by its code alone. */
const isSaid = (words: RegExp | undefined, texts: readonly (string | null)[]): boolean =>
  words === undefined || texts.some((text) => words.test(text ?? ""));

/** Meta's words for busy servers, and for a number that a phone still uses (Meta, request_code; seen in a log). */
const NO_CODE_NOW = 2_388_091;

/** What an error of Graph's means for a call beside what reading the number showed; `view` null: it could not be read. */
export function refusalBeside(
  view: MetaView | null,
  call: CallOperation,
  error: GraphError,
): CallStatus | RefusalStatus {
  const isUsedByPhone = view !== null && isOnBusinessApp(view);
  if (call === "request_code" && error.subcode === NO_CODE_NOW && isUsedByPhone) return "number_on_business_app";
  return callRefusalStatus(call, error);
}

/** A status that a call's answers have a word for; for any other, `unknown_error`, which passes Meta's error on whole. */
export function worded<Status extends string>(
  advice: Readonly<Record<Status, unknown>>,
  status: string,
): Status | "unknown_error" {
  return isWorded(advice, status) ? status : "unknown_error";
}

function isWorded<Status extends string>(advice: Readonly<Record<Status, unknown>>, status: string): status is Status {
  return Object.hasOwn(advice, status);
}

/** The answer to a request that went out, and not a yes. */
export type NotAccepted = Exclude<Unaccepted, { kind: "not_sent" }>;

/**
 * What a missing or unreadable answer means: nothing was sent, Meta was too busy to look, a server or gateway of Meta's failed (5xx), or
 * nobody knows. One rule for every call but the exchange of a sign-up's code, which may be used up by any request that went out.
 */
export function statusOfSilence(
  reply: Exclude<Unaccepted, { kind: "refused" }>,
): "meta_unavailable" | "throttled" | "outcome_unknown" {
  if (reply.kind === "not_sent") return "meta_unavailable";
  if (reply.httpStatus === 429) return "throttled";
  return reply.httpStatus !== null && reply.httpStatus >= 500 ? "meta_unavailable" : "outcome_unknown";
}

/**
 * Whether Meta may have done what was asked although it did not say so. Such an outcome is open: it is settled by reading the
 * number, and never by posting again (at-most-once).
 */
export function mayHaveHappened(reply: NotAccepted): boolean {
  if (reply.kind === "unreadable") return reply.httpStatus !== 429;
  return refusalStatus(reply.error) === "meta_unavailable";
}
