import { addPhoneNumber as add } from "../app/add-phone-number.ts";
import { accountCall } from "./account-call.ts";

/** Creates a number in an account, or moves one there, at most once. */
export const addPhoneNumber = accountCall("addPhoneNumber", (request, { adapters, config, account, ask }) =>
  add(adapters.additionPorts(config, account), {
    ...request,
    ...ask,
    migrate: request.migrate ?? false,
    namedIds: config.namedIds,
    manages: config.manages,
  }),
);
