import { HttpsError } from "firebase-functions/https";
import type { Configuration } from "../config.ts";

/** The number that a call is about, and its account. */
export interface ManagedNumber {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly accountIsKnown: boolean;
}

/**
 * The number a call is about: the configured one when none is named. One that the configuration does not name is this deployment's
 * where it was added from here: `addedTo` tells to which account. @throws not-found for numbers that are not this deployment's.
 */
export async function managedNumber(
  config: Pick<Configuration, "phoneNumberId" | "wabaId" | "manages">,
  phoneNumberId: string | undefined,
  addedTo: (phoneNumberId: string) => Promise<string | null>,
): Promise<ManagedNumber> {
  const id = phoneNumberId ?? config.phoneNumberId;
  if (config.manages(id)) {
    return { phoneNumberId: id, wabaId: config.wabaId, accountIsKnown: id === config.phoneNumberId };
  }
  const wabaId = await addedTo(id);
  if (wabaId === null) throw new HttpsError("not-found", "There is no such phone number here.");
  return { phoneNumberId: id, wabaId, accountIsKnown: true };
}
