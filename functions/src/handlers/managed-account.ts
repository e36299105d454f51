import { HttpsError } from "firebase-functions/https";
import type { Configuration } from "../config.ts";

/** The account a call is about: the configured one when none is named. @throws not-found for accounts that are not this deployment's. */
export function managedAccount(
  config: Pick<Configuration, "wabaId" | "managesAccount">,
  wabaId: string | undefined,
): string {
  const id = wabaId ?? config.wabaId;
  if (!config.managesAccount(id)) throw new HttpsError("not-found", "There is no such account here.");
  return id;
}
