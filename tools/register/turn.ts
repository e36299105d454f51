import type { UnrecognizedResult } from "../../client/src/newer-backend.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import { stepText, timeMends, type Refused } from "./known-state.ts";
import type { NumberToRegister } from "./numbers-file.ts";

/** How one number ended. */
export type End =
  /** `registered` or `awaiting_meta`; `already`: Firestore showed it, and nothing was asked. */
  | { readonly kind: "done"; readonly status: string; readonly already: boolean }
  | { readonly kind: "failed"; readonly status: string; readonly message: string; readonly step: string | null }
  /** It is still to be registered. `status`: why it waits; `null`: its turn did not come. `retryAt`: when it may be asked for again. */
  | { readonly kind: "left"; readonly status: string | null; readonly retryAt: string | null };

/** A number whose turn has not ended. */
export interface Waiting {
  readonly number: NumberToRegister;
  /** How many answers it has had in this run. */
  asked: number;
  /** How many times no answer came, one after the other. */
  unanswered: number;
  notBefore: number;
  /** The id of the request that has no answer yet; `null`: the next one makes an id. */
  requestId: string | null;
  /** Why it waits; `null`: its turn has not come. */
  status: string | null;
}

/** What comes of a number's turn: its end, or another turn. */
export type Turn = End | { readonly kind: "again"; readonly at: number; readonly status: string };

/** How often a number is asked for in one run. None of these posts again while an earlier outcome is open. */
const ASKS = 5;
/** A wait that is longer ends the number's run: it is left for the next one. */
const LONGEST_WAIT_MS = 3_600_000;
/** The pause where the answer names no time; it doubles with each ask. */
const PAUSE_MS = 5000;

/** What an answer means for the number that was asked for. */
export function judge(result: RegistrationResult | UnrecognizedResult, waiting: Waiting, now: number): Turn {
  waiting.asked += 1;
  waiting.unanswered = 0;
  // A request that another call kept out was not carried out: it may be made again under its id.
  if (result.status !== "in_progress") waiting.requestId = null;
  switch (result.status) {
    case "registered":
    case "awaiting_meta":
      return { kind: "done", status: result.status, already: false };
    case "unrecognized":
      return failed(result.originalStatus ?? result.status, result);
    default:
      break;
  }
  const { status, retryAt } = result;
  if (!timeMends(status)) return failed(status, result);
  if (waiting.asked >= ASKS) return { kind: "left", status, retryAt };
  return notBefore(mayAskAgainAt(result, waiting, now), now, { status, retryAt });
}

/** When the number may be asked for again after an answer: when the answer says so, else after a pause that grows. */
export function mayAskAgainAt(
  { retryAt }: { readonly retryAt: string | null },
  { asked }: Pick<Waiting, "asked">,
  now: number,
): number {
  return retryAt === null ? now + PAUSE_MS * 2 ** (asked - 1) : Date.parse(retryAt);
}

const failed = (status: string, { message, resolution: [first] }: Advised): End => ({
  kind: "failed",
  status,
  message,
  step: first === undefined ? null : stepText(first),
});

type Advised = Pick<UnrecognizedResult, "message" | "resolution">;

/** Another turn, not before a time, unless that is too far away. */
export function notBefore(
  at: number,
  now: number,
  { status, retryAt }: { readonly status: string; readonly retryAt: string | null },
): Turn {
  return at - now > LONGEST_WAIT_MS ? { kind: "left", status, retryAt } : { kind: "again", at, status };
}

/** The end of a number that Firestore says was refused before. */
export const refusedBefore = ({ status, message, step, at }: Refused): End => ({
  kind: "failed",
  status,
  message: `Refused at ${at}, and not asked for again: ${message}`,
  step,
});

/** No answer came: the same request is made again, which posts nothing twice. */
export function unanswered(waiting: Waiting, now: number): Turn {
  waiting.unanswered += 1;
  if (waiting.unanswered >= ASKS) return { kind: "left", status: "no-answer", retryAt: null };
  return { kind: "again", at: now + PAUSE_MS * 2 ** (waiting.unanswered - 1), status: "no-answer" };
}
