import type { GraphError } from "../../contract/failure.ts";
import { waitingTime } from "../waiting-time.ts";

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** The wait that Meta's sentences name, in ms; `null` when none does in English. */
export function namedWait({ details, userMessage, message }: GraphError): number | null {
  return waitingTime(details) ?? waitingTime(userMessage) ?? waitingTime(message);
}

/** How long a refusal with this status makes callers wait, in ms; `null` when waiting is not what helps, or nobody knows. */
export function waitAfter(status: string, error: GraphError, regainAccessMs: number | null): number | null {
  switch (status) {
    case "throttled":
      return regainAccessMs;
    case "recently_deleted":
      return 5 * MINUTE_MS;
    case "held_back_by_meta":
      // 131049: wait 24 hours or more (Meta, Cloud API error codes).
      return DAY_MS;
    // Only Meta knows how long the ten codes in 72 hours stay used up, or its servers stay busy: without its word no time is promised.
    case "code_request_limited":
    case "pin_locked":
    case "wrong_code":
    case "code_refused":
    case "code_guess_limited":
      return namedWait(error);
    default:
      return null;
  }
}
