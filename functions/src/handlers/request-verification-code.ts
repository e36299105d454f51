import { requestVerificationCode as requestCode } from "../app/request-verification-code.ts";
import { numberCall } from "./number-call.ts";

/** Has Meta send a verification code to the number, by SMS or by a call. */
export const requestVerificationCode = numberCall(
  "requestVerificationCode",
  ({ method, language }, { adapters, config, account, ask }) =>
    requestCode(adapters.leasedPorts(config, account), { ...ask, method, language }),
);
