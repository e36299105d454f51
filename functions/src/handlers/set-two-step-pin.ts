import { randomUUID } from "node:crypto";
import { setTwoStepPin as setPin } from "../app/set-two-step-pin.ts";
import { callPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { SetTwoStepPinRequest } from "../contract/set-two-step-pin.ts";
import { Pin } from "../domain/pin.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Sets the number's two-step PIN, also when the old one is lost. */
export const setTwoStepPin = callable({
  name: "setTwoStepPin",
  options: { secrets: [metaSystemUserToken, metaAppSecret], consumeAppCheckToken: true },
  guard: operator,
  input: SetTwoStepPinRequest,
  run: ({ phoneNumberId, pin }, caller) => {
    const config = configuration();
    return setPin(callPorts(config), {
      ...managedNumber(config, phoneNumberId),
      businessId: config.businessId,
      callId: randomUUID(),
      pin: new Pin(pin),
      by: caller.uid,
    });
  },
});
