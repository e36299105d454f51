import { randomUUID } from "node:crypto";
import { deregisterPhoneNumber as deregister } from "../app/deregister-phone-number.ts";
import { deregistrationPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { DeregisterPhoneNumberRequest } from "../contract/deregister-phone-number.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Takes a number off the WhatsApp Cloud API. Naming the number is the confirmation. */
export const deregisterPhoneNumber = callable({
  name: "deregisterPhoneNumber",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: DeregisterPhoneNumberRequest,
  run: ({ phoneNumberId }, caller) => {
    const config = configuration();
    return deregister(deregistrationPorts(config), {
      ...managedNumber(config, phoneNumberId),
      businessId: config.businessId,
      attemptId: randomUUID(),
      by: caller.uid,
    });
  },
});
