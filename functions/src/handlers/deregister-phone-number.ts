import { deregisterPhoneNumber as deregister } from "../app/deregister-phone-number.ts";
import { numberCall } from "./number-call.ts";

/** Takes a number off the WhatsApp Cloud API. Naming the number is the confirmation. */
export const deregisterPhoneNumber = numberCall("deregisterPhoneNumber", (_, { adapters, config, account, ask }) =>
  deregister(adapters.attemptPorts(config, account), ask),
);
