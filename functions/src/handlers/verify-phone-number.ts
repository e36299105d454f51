import { randomUUID } from "node:crypto";
import { verifyPhoneNumber as verify } from "../app/verify-phone-number.ts";
import { callPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { VerifyPhoneNumberRequest } from "../contract/verify-phone-number.ts";
import { VerificationCode } from "../domain/verification-code.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Proves that the number is the business's own, with the code that Meta sent to it. */
export const verifyPhoneNumber = callable({
  name: "verifyPhoneNumber",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: VerifyPhoneNumberRequest,
  run: ({ phoneNumberId, code }, caller) => {
    const config = configuration();
    return verify(callPorts(config), {
      ...managedNumber(config, phoneNumberId),
      businessId: config.businessId,
      callId: randomUUID(),
      code: new VerificationCode(code),
      by: caller.uid,
    });
  },
});
