import type { NumberHomes } from "../app/account-ports.ts";
import type { Configuration } from "../config.ts";
import type { AccountRef } from "../domain/account.ts";
import { isManaged } from "../domain/number-home.ts";
import { notFound } from "./not-found.ts";

/** The number that a call is about, and its account. */
export interface ManagedNumber extends AccountRef {
  readonly phoneNumberId: string;
  readonly accountIsKnown: boolean;
}

/**
 * The number a call is about: the configured one when none is named. What the configuration does not name by its id is looked up: it is
 * a customer's, or was added from here, or the deployment's own token is trusted to reach it. @throws not-found for numbers that are not
 * this deployment's.
 */
export async function managedNumber(
  config: Pick<Configuration, "phoneNumberId" | "wabaId" | "namedIds" | "manages">,
  phoneNumberId: string | undefined,
  homes: NumberHomes,
): Promise<ManagedNumber> {
  const id = phoneNumberId ?? config.phoneNumberId;
  const own = { phoneNumberId: id, wabaId: config.wabaId, customerId: null };
  if (id === config.phoneNumberId) return { ...own, accountIsKnown: true };
  if (config.namedIds.includes(id)) return { ...own, accountIsKnown: false };
  const home = await homes.homeOf(id);
  if (!isManaged(config, id, home)) throw notFound("number");
  if (home?.wabaId === undefined) return { ...own, accountIsKnown: false };
  const { wabaId, customerId } = home;
  return { phoneNumberId: id, wabaId, customerId, accountIsKnown: true };
}
