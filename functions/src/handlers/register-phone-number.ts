import { randomUUID } from "node:crypto";
import { registerPhoneNumber as register } from "../app/register-phone-number.ts";
import { registrationPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { RegisterPhoneNumberRequest } from "../contract/register-phone-number.ts";
import { Pin } from "../domain/pin.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Registers a number with the WhatsApp Cloud API, using its two-step PIN. */
export const registerPhoneNumber = callable({
  name: "registerPhoneNumber",
  options: { secrets: [metaSystemUserToken, metaAppSecret], consumeAppCheckToken: true },
  guard: operator,
  input: RegisterPhoneNumberRequest,
  run: (request, caller) => {
    const config = configuration();
    return register(registrationPorts(config), {
      ...managedNumber(config, request.phoneNumberId),
      businessId: config.businessId,
      attemptId: randomUUID(),
      pin: new Pin(request.pin),
      dataLocalizationRegion: request.dataLocalizationRegion ?? null,
      force: request.force ?? false,
      by: caller.uid,
    });
  },
});
