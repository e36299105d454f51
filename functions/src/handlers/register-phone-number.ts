import { registerPhoneNumber as register } from "../app/register-phone-number.ts";
import { Pin } from "../domain/pin.ts";
import { numberCall } from "./number-call.ts";

/** Registers a number with the WhatsApp Cloud API, using its two-step PIN. */
export const registerPhoneNumber = numberCall("registerPhoneNumber", (request, { adapters, config, account, ask }) =>
  register(adapters.attemptPorts(config, account), {
    ...ask,
    pin: new Pin(request.pin),
    dataLocalizationRegion: request.dataLocalizationRegion ?? null,
    force: request.force ?? false,
    resetPin: request.resetPin ?? false,
  }),
);
