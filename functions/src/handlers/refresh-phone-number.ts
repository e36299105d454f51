import { refreshPhoneNumber as refresh } from "../app/refresh-phone-number.ts";
import { numberCall } from "./number-call.ts";

/** Reads a number at Meta and answers what is known of it now. */
export const refreshPhoneNumber = numberCall("refreshPhoneNumber", (_, { adapters, config, account, ask }) =>
  refresh(adapters.refreshPorts(config, account), ask),
);
