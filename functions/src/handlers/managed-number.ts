import { HttpsError } from "firebase-functions/https";
import type { Configuration } from "../config.ts";

/** The number a call is about: the configured one when none is named. @throws not-found for numbers that are not this deployment's. */
export function managedNumber(
  config: Pick<Configuration, "phoneNumberId" | "wabaId" | "manages">,
  phoneNumberId: string | undefined,
): { phoneNumberId: string; wabaId: string; accountIsKnown: boolean } {
  const id = phoneNumberId ?? config.phoneNumberId;
  if (!config.manages(id)) throw new HttpsError("not-found", "There is no such phone number here.");
  return { phoneNumberId: id, wabaId: config.wabaId, accountIsKnown: id === config.phoneNumberId };
}
