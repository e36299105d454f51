import type { MetaView } from "../../contract/phone-number.ts";
import type { TwoStepPinResult } from "../../contract/set-two-step-pin.ts";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../advice/two-step-pin-advice.ts";
import { deadEnd, type AccessReads } from "../diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf, type Failed } from "../error/call-failure.ts";
import { isOnBusinessAppAlone, isRegistered } from "../phone-number.ts";

/** Setting the PIN ended well. `mayRegister`: the number does not show as registered. */
export interface PinSet {
  readonly status: "pin_set";
  readonly mayRegister: boolean;
}

/** How setting the PIN ended, before absolute times are put to it. */
type TwoStepPinOutcome = PinSet | Failed<PlainTwoStepPinFailure>;

/** What reading beforehand proves so surely that asking Meta is no use; `null`: go on. */
export function stopBeforeSettingPin(reads: AccessReads): Failed<PlainTwoStepPinFailure> | null {
  const { view } = reads;
  const dead = deadEnd(reads);
  if (dead !== null) return callFailure(TWO_STEP_PIN_ADVICE, dead.status, dead.error);
  return view !== null && isOnBusinessAppAlone(view)
    ? callFailure(TWO_STEP_PIN_ADVICE, "number_on_business_app")
    : null;
}

/** Meta took the PIN. Registering may be tried with it, unless the number shows as registered already. */
export function pinSet(view: MetaView | null): PinSet {
  return { status: "pin_set", mayRegister: view === null || !isRegistered(view) };
}

/** The result a caller gets: waits turned into times of the server's clock. */
export function twoStepPinResult(outcome: TwoStepPinOutcome, phoneNumberId: string, now: number): TwoStepPinResult {
  if (outcome.status !== "pin_set") return failedAnswer(outcome, { phoneNumberId }, retryAtOf(outcome, now));
  const { status, mayRegister } = outcome;
  const next = mayRegister
    ? "Call registerPhoneNumber with it: a wrong or locked PIN no longer stands in the way."
    : "The number is connected and stays so; the next registration asks for this PIN.";
  return { status, phoneNumberId, mayRegister, message: `The two-step PIN is set. ${next}` };
}
