import { disconnectAccount as disconnect } from "../app/disconnect-account.ts";
import type { Configuration } from "../config.ts";
import type { AccountRef } from "../domain/account.ts";
import { guardedCall } from "./guarded-call.ts";
import { notFound } from "./not-found.ts";
import { seenBy } from "./seen-by.ts";

/** Lets a customer's account go. Unlike every other call about an account, it needs no token to begin with, and knows accounts that were left. */
export const disconnectAccount = guardedCall("disconnectAccount", {
  find: ({ wabaId }, caller, { config, adapters }) => {
    const { departures } = adapters.accountDisconnectionPorts(config);
    return seenBy(caller, config, "account", (visible) => find(visible, wabaId, departures));
  },
  idOf: ({ wabaId }) => wabaId,
  run: (_, account, { config, adapters, attempt }) =>
    disconnect(adapters.accountDisconnectionPorts(config), { ...account, ...attempt, appId: config.appId }),
});

/** @throws not-found for accounts that nobody has connected and that are not the deployment's own */
async function find(
  config: Pick<Configuration, "wabaId" | "managesAccount">,
  wabaId: string,
  departures: { holderOf(wabaId: string): Promise<{ readonly customerId: string } | null> },
): Promise<AccountRef> {
  if (wabaId === config.wabaId) return { wabaId, customerId: null };
  const holder = await departures.holderOf(wabaId);
  if (holder === null && !config.managesAccount(wabaId)) throw notFound("account");
  return { wabaId, customerId: holder?.customerId ?? null };
}
