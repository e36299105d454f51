import { refreshPhoneNumber as refresh } from "../app/refresh-phone-number.ts";
import { refreshPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { RefreshPhoneNumberRequest } from "../contract/refresh-phone-number.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** Reads a number at Meta and answers what is known of it now. */
export const refreshPhoneNumber = callable({
  name: "refreshPhoneNumber",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: RefreshPhoneNumberRequest,
  run: ({ phoneNumberId }) => {
    const config = configuration();
    const number = managedNumber(config, phoneNumberId);
    return refresh(refreshPorts(config), { ...number, businessId: config.businessId });
  },
});
