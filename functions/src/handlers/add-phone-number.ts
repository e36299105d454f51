import { addPhoneNumber as add } from "../app/add-phone-number.ts";
import { accountCall } from "./account-call.ts";

/** Creates a number in an account, or moves one there, at most once. */
export const addPhoneNumber = accountCall("addPhoneNumber", (request, { adapters, config, account, ask }) =>
  add(adapters.additionPorts(config, account), {
    ...request,
    ...ask,
    migrate: request.migrate ?? false,
    // In a customer's account nothing is managed but what is known to be in it.
    manages: account.customerId === null ? config.manages : () => false,
  }),
);
