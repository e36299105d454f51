import { connectAccount as connect } from "../app/connect-account.ts";
import type { Configuration } from "../config.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { customerFor } from "./customer-for.ts";
import { guardedCall } from "./guarded-call.ts";

/** Connects a customer's account: what the browser says is proven against Meta before anything of the account is touched. */
export const connectAccount = guardedCall("connectAccount", {
  find: ({ wabaId, phoneNumberId = null, customerId }, caller) => ({
    wabaId,
    phoneNumberId,
    customerId: customerFor(caller, customerId),
  }),
  idOf: ({ wabaId, phoneNumberId, customerId }) =>
    [wabaId, customerId, ...(phoneNumberId === null ? [] : [phoneNumberId])].join("_"),
  run: ({ code }, subject, { config, adapters, attempt }) =>
    connect(adapters.accountConnectionPorts(config), {
      ...subject,
      ...attempt,
      code: code === undefined ? null : new SignupCode(code),
      appId: appIdOf(config),
      isOwn: (id) => id === config.wabaId || config.namedIds.includes(id),
    }),
});

/** Exchanging a code takes the app's id and secret, and keeping a token takes a key to seal it with. */
function appIdOf({ appId, appSecret, tokenKeys }: Configuration): string | null {
  return appSecret === "" || tokenKeys.length === 0 ? null : appId;
}
