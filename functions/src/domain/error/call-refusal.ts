import type { GraphError } from "../../contract/failure.ts";
import { CALL_CATALOGUE, type Call, type CallStatus } from "./call-catalogue.ts";
import { namedWait } from "./call-wait.ts";
import { refusalStatus, type RefusalStatus } from "./graph-refusal.ts";

/** What an error of Graph's means for a call: the call's own row if there is one, else what it means everywhere. */
export function callRefusalStatus(call: Call, error: GraphError): CallStatus | RefusalStatus {
  const own = CALL_CATALOGUE.find(
    (row) =>
      row.calls.includes(call) &&
      row.code === error.code &&
      (row.subcode === undefined || row.subcode === error.subcode),
  );
  // Meta names a wait only where more guesses would be refused too.
  if (own?.status === "code_refused" && namedWait(error) !== null) return "code_guess_limited";
  return own?.status ?? refusalStatus(error);
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
