import { refreshPhoneNumber as refresh } from "../app/refresh-phone-number.ts";
import { refreshPorts } from "../composition.ts";
import { numberCall } from "./number-call.ts";

/** Reads a number at Meta and answers what is known of it now. */
export const refreshPhoneNumber = numberCall("refreshPhoneNumber", (_, { config, ask }) =>
  refresh(refreshPorts(config), ask),
);
