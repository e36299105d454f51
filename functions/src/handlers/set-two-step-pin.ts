import { setTwoStepPin as setPin } from "../app/set-two-step-pin.ts";
import { Pin } from "../domain/pin.ts";
import { numberCall } from "./number-call.ts";

/** Sets the number's two-step PIN, also when the old one is lost. */
export const setTwoStepPin = numberCall("setTwoStepPin", ({ pin }, { adapters, config, account, ask }) =>
  setPin(adapters.leasedPorts(config, account), { ...ask, pin: new Pin(pin) }),
);
