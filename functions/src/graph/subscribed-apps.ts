import type { Read } from "../app/ports.ts";
import type { SubscribedApp } from "../domain/diagnosis/facts.ts";
import type { Reader } from "./reader.ts";
import { SubscribedApps } from "./wire.ts";

/** The apps that get the webhooks of an account. The answer is not paged. */
export async function subscribedApps(
  reader: Reader,
  wabaId: string,
  deadlineMs: number,
): Promise<Read<readonly SubscribedApp[]>> {
  const read = await reader([wabaId, "subscribed_apps"], {}, SubscribedApps, deadlineMs);
  return read.ok ? { ok: true, value: read.value.body.data.map((entry) => entry.whatsapp_business_api_data) } : read;
}
