import { GraphFailure } from "./graph-errors.ts";
import type { NumberState } from "./state.ts";

const WINDOW = 72 * 3_600_000;
const LIMIT = 10;

/**
 * Counts one register or deregister request. Ten in a moving 72 hours are let through, failures included;
 * the eleventh is answered #133016 and blocks the number for 72 hours (Meta's registration reference).
 * Requests during the block are refused and do not lengthen it (guess).
 */
export function spendAttempt(number: NumberState, kind: "register" | "deregister", now: number): void {
  const [requests, block] =
    kind === "register"
      ? (["registerRequests", "registerBlockedUntil"] as const)
      : (["deregisterRequests", "deregisterBlockedUntil"] as const);
  const blockedUntil = number[block];
  if (blockedUntil !== null && now < blockedUntil) throw new GraphFailure({ code: 133016 });
  number[block] = null;
  number[requests] = number[requests].filter((time) => time > now - WINDOW);
  if (number[requests].length >= LIMIT) {
    number[block] = now + WINDOW;
    throw new GraphFailure({ code: 133016 });
  }
  number[requests].push(now);
}
