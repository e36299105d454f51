import { randomUUID } from "node:crypto";
import { requestVerificationCode as request } from "../app/request-verification-code.ts";
import { callPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { RequestVerificationCodeRequest } from "../contract/request-verification-code.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Has Meta send a verification code to the number, by SMS or by a call. */
export const requestVerificationCode = callable({
  name: "requestVerificationCode",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: RequestVerificationCodeRequest,
  run: ({ phoneNumberId, method, language }, caller) => {
    const config = configuration();
    return request(callPorts(config), {
      ...managedNumber(config, phoneNumberId),
      businessId: config.businessId,
      callId: randomUUID(),
      method,
      language,
      by: caller.uid,
    });
  },
});
