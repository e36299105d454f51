import {
  NOT_SHOWN_UNREGISTERED,
  NUMBER_NOT_READ,
  PIN_MAYBE_SET,
  PIN_NEEDS_REGISTRATION,
  PIN_NOT_SENT,
} from "../advice/pin-reset-advice.ts";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../advice/two-step-pin-advice.ts";
import type { AccessReads } from "../diagnosis/access-findings.ts";
import type { Failed } from "../error/call-failure.ts";
import { isConnected, isOff } from "../phone-number.ts";
import type { PlainRegistrationFailure } from "./registration.ts";
import type { PinSet } from "./two-step-pin.ts";

/**
 * Why no PIN is set ahead of a registration; `null`: nothing prevents it. It takes a reading that shows the number as not
 * registered: any other may be registered, and have somebody's PIN. A number that shows as connected is registered by
 * force alone, with its PIN left as it is.
 */
export function stopBeforeResettingPin({ view, numberRefusal }: AccessReads): Failed<PlainRegistrationFailure> | null {
  if (view === null) return { ...plain("meta_unavailable"), graphError: numberRefusal, advice: NUMBER_NOT_READ };
  if (isConnected(view) || isOff(view)) return null;
  return { ...plain("invalid_parameter"), advice: NOT_SHOWN_UNREGISTERED };
}

const plain = (status: PlainRegistrationFailure) => ({ status, graphError: null, retryAfterMs: null });

/** Meta said to wait with setting PINs. `waitMs`: from now on. */
export function pinStillLocked(waitMs: number): Failed<PlainRegistrationFailure> {
  return { ...plain("pin_locked"), advice: TWO_STEP_PIN_ADVICE.pin_locked, retryAfterMs: waitMs };
}

/**
 * Why the registration does not follow, in its own words; `null`: the PIN is set. What became of a PIN that was sent without an
 * answer does not matter to the registration, which was not sent: the same PIN may be set again.
 */
export function stopAfterPin(
  outcome: PinSet | Failed<PlainTwoStepPinFailure>,
  sent: boolean,
): Failed<PlainRegistrationFailure> | null {
  if (outcome.status === "pin_set") return null;
  if ("access" in outcome) return outcome;
  switch (outcome.status) {
    case "meta_unavailable":
    case "outcome_unknown":
      return { ...outcome, status: "meta_unavailable", advice: sent ? PIN_MAYBE_SET : PIN_NOT_SENT };
    case "not_registered":
      return { ...outcome, status: "invalid_parameter", advice: PIN_NEEDS_REGISTRATION };
    default:
      return { ...outcome, status: outcome.status };
  }
}
