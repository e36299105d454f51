import { verifyPhoneNumber as verify } from "../app/verify-phone-number.ts";
import { VerificationCode } from "../domain/verification-code.ts";
import { numberCall } from "./number-call.ts";

/** Proves that the number is the business's own, with the code that Meta sent to it. */
export const verifyPhoneNumber = numberCall("verifyPhoneNumber", ({ code }, { adapters, config, account, ask }) =>
  verify(adapters.leasedPorts(config, account), { ...ask, code: new VerificationCode(code) }),
);
