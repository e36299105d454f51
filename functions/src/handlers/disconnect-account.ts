import { randomUUID } from "node:crypto";
import { disconnectAccount as disconnect } from "../app/disconnect-account.ts";
import { ACCOUNT_SECRETS, configuration, type Configuration } from "../config.ts";
import { CALLS } from "../contract/calls.ts";
import type { AccountRef } from "../domain/account.ts";
import { callable } from "./callable.ts";
import { loadAdapters } from "./load-adapters.ts";
import { callerAt } from "./managed-call.ts";
import { notFound } from "./not-found.ts";
import { onceARequest } from "./once-a-request.ts";
import { REQUEST_SCHEMAS } from "./request-schemas.ts";
import { seenBy } from "./seen-by.ts";

/** Lets a customer's account go. Unlike every other call about an account, it needs no token to begin with, and knows accounts that were left. */
export const disconnectAccount = callable({
  name: "disconnectAccount",
  options: { secrets: [...ACCOUNT_SECRETS], consumeAppCheckToken: CALLS.disconnectAccount.consumesAppCheckToken },
  guard: callerAt,
  input: REQUEST_SCHEMAS.disconnectAccount,
  run: async (request, caller) => {
    const config = configuration();
    const adapters = await loadAdapters();
    const { wabaId } = request;
    const ports = adapters.accountDisconnectionPorts(config);
    const account = await seenBy(caller, config, "account", (visible) => find(visible, wabaId, ports.departures));
    const callId = randomUUID();
    const incoming = { name: "disconnectAccount", request, subject: wabaId, callId, by: caller.uid } as const;
    return onceARequest(adapters, incoming, (once) =>
      disconnect(ports, { ...once, ...account, callId, by: caller.uid, appId: config.appId }),
    );
  },
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
