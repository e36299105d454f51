import { randomUUID } from "node:crypto";
import { connectAccount as connect } from "../app/connect-account.ts";
import { ACCOUNT_SECRETS, configuration, type Configuration } from "../config.ts";
import { CALLS } from "../contract/calls.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { callable } from "./callable.ts";
import { customerFor } from "./customer-for.ts";
import { loadAdapters } from "./load-adapters.ts";
import { callerAt } from "./managed-call.ts";
import { onceARequest } from "./once-a-request.ts";
import { REQUEST_SCHEMAS } from "./request-schemas.ts";

/** Connects a customer's account: what the browser says is proven against Meta before anything of the account is touched. */
export const connectAccount = callable({
  name: "connectAccount",
  options: { secrets: [...ACCOUNT_SECRETS], consumeAppCheckToken: CALLS.connectAccount.consumesAppCheckToken },
  guard: callerAt,
  input: REQUEST_SCHEMAS.connectAccount,
  run: async (request, caller) => {
    const customerId = customerFor(caller, request.customerId);
    const config = configuration();
    const adapters = await loadAdapters();
    const { code, wabaId, phoneNumberId = null } = request;
    const callId = randomUUID();
    const subject = [wabaId, customerId, ...(phoneNumberId === null ? [] : [phoneNumberId])].join("_");
    const incoming = { name: "connectAccount", request, subject, callId, by: caller.uid } as const;
    return onceARequest(adapters, incoming, (once) =>
      connect(adapters.accountConnectionPorts(config), {
        ...once,
        code: code === undefined ? null : new SignupCode(code),
        wabaId,
        phoneNumberId,
        customerId,
        callId,
        by: caller.uid,
        appId: appIdOf(config),
        isOwn: (id) => id === config.wabaId || config.namedIds.includes(id),
      }),
    );
  },
});

/** Exchanging a code takes the app's id and secret, and keeping a token takes a key to seal it with. */
function appIdOf({ appId, appSecret, tokenKeys }: Configuration): string | null {
  return appSecret === "" || tokenKeys.length === 0 ? null : appId;
}
