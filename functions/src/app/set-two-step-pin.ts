import type { TwoStepPinResult } from "../contract/set-two-step-pin.ts";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../domain/advice/two-step-pin-advice.ts";
import { pinSet, stopBeforeSettingPin, twoStepPinResult, type PinSet } from "../domain/outcome/two-step-pin.ts";
import type { Pin } from "../domain/pin.ts";
import { leasedCall, type LeasedPorts } from "./leased-call.ts";
import type { CallAsk, Graph } from "./ports.ts";

/** What setting a PIN needs of the world. */
export interface TwoStepPinPorts extends LeasedPorts {
  readonly graph: LeasedPorts["graph"] & Pick<Graph, "setPin">;
}

/** One PIN, as its caller chose it. */
export interface TwoStepPinAsk extends CallAsk {
  readonly pin: Pin;
}

/**
 * Sets the number's two-step PIN; nothing of it is kept. What the last registration was answered stays as it is: only
 * registering again can change that. @throws when the number's lease is in doubt: then nothing was sent.
 */
export async function setTwoStepPin(ports: TwoStepPinPorts, ask: TwoStepPinAsk): Promise<TwoStepPinResult> {
  const { outcome, now } = await leasedCall<PinSet, PlainTwoStepPinFailure>(ports, ask, {
    call: "set_pin",
    advice: TWO_STEP_PIN_ADVICE,
    limited: "pin_locked",
    stop: stopBeforeSettingPin,
    send: (deadlineMs) => ports.graph.setPin(ask, deadlineMs),
    done: (_, view) => pinSet(view),
  });
  return twoStepPinResult(outcome, ask.phoneNumberId, now);
}
