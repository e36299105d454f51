import { disconnectAccount as disconnect } from "../app/disconnect-account.ts";
import { guardedCall } from "./guarded-call.ts";
import { managedAccount } from "./managed-account.ts";
import { seenBy } from "./seen-by.ts";

/** Lets a customer's account go. Unlike every other call about an account, it needs no token to begin with, and knows accounts that were left. */
export const disconnectAccount = guardedCall("disconnectAccount", {
  find: ({ wabaId }, caller, { config, adapters }) => {
    const { departures } = adapters.accountDisconnectionPorts(config);
    return seenBy(caller, config, "account", (visible) => managedAccount(visible, wabaId, departures));
  },
  idOf: ({ wabaId }) => wabaId,
  run: (_, account, { config, adapters, attempt }) =>
    disconnect(adapters.accountDisconnectionPorts(config), { ...account, ...attempt, appId: config.appId }),
});
