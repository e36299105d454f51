import type { CustomerAccounts } from "../app/account-ports.ts";
import type { Configuration } from "../config.ts";
import type { AccountRef } from "../domain/account.ts";
import { notFound } from "./not-found.ts";

/**
 * The account a call is about: the configured one when none is named, one that a customer connected, or any that the deployment's own
 * token is trusted to reach. @throws not-found for accounts that are not this deployment's.
 */
export async function managedAccount(
  config: Pick<Configuration, "wabaId" | "managesAccount">,
  wabaId: string | undefined,
  accounts: CustomerAccounts,
): Promise<AccountRef> {
  const id = wabaId ?? config.wabaId;
  if (id === config.wabaId) return { wabaId: id, customerId: null };
  const customerId = await accounts.customerOf(id);
  if (customerId === null && !config.managesAccount(id)) throw notFound("account");
  return { wabaId: id, customerId };
}
