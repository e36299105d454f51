import { listPhoneNumbers as list } from "../app/list-phone-numbers.ts";
import { accountCall } from "./account-call.ts";

/** Says which numbers an account holds at Meta, and which of them are managed here. */
export const listPhoneNumbers = accountCall("listPhoneNumbers", (_, { adapters, config, account, ask }) =>
  list(adapters.numberListPorts(config, account), { ...ask, namedIds: config.namedIds, manages: config.manages }),
);
