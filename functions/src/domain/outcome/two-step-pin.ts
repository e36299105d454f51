import type { MetaView } from "../../contract/phone-number.ts";
import type { TwoStepPinResult } from "../../contract/set-two-step-pin.ts";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../advice/two-step-pin-advice.ts";
import type { LeaseRefusal } from "../attempt/call-lease.ts";
import { tokenIsValid, type AccessReads } from "../diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf } from "../error/call-failure.ts";
import { isConnected, isOnBusinessApp } from "../phone-number.ts";
import type { Failed } from "./registration.ts";

/** How setting the PIN ended, before absolute times are put to it. */
export type TwoStepPinOutcome =
  | { readonly status: "pin_set"; readonly mayRegister: boolean }
  | Failed<PlainTwoStepPinFailure>;

/** What reading beforehand proves so surely that asking Meta is no use; `null`: go on. */
export function stopBeforeSettingPin(reads: AccessReads): TwoStepPinOutcome | null {
  const { view } = reads;
  if (tokenIsValid(reads) === false) return callFailure(TWO_STEP_PIN_ADVICE, "invalid_token", reads.numberRefusal);
  const held = view !== null && isOnBusinessApp(view) && !isConnected(view);
  return held ? callFailure(TWO_STEP_PIN_ADVICE, "number_on_business_app") : null;
}

/** Meta took the PIN. Registering may be tried with it, unless the number shows as connected already. */
export function pinSet(view: MetaView | null): TwoStepPinOutcome {
  return { status: "pin_set", mayRegister: view === null || !isConnected(view) };
}

/** Why a call was not made: another one is under way, or Meta said to wait. `now`: the server's time. */
export function pinWithheld(refusal: LeaseRefusal, now: number): Failed<PlainTwoStepPinFailure> {
  const status = refusal.reason === "leased" ? "in_progress" : "pin_locked";
  return callFailure(TWO_STEP_PIN_ADVICE, status, null, refusal.until - now);
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
