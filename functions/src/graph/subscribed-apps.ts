import type { DiagnosticGraph } from "../app/ports.ts";
import type { Reader } from "./reader.ts";
import { SubscribedApps } from "./wire.ts";

/** The apps that get the webhooks of an account. The answer is not paged. */
export function subscribedApps(reader: Reader): DiagnosticGraph["subscribedApps"] {
  return async (wabaId, deadlineMs) => {
    const read = await reader([wabaId, "subscribed_apps"], {}, SubscribedApps, deadlineMs);
    return read.ok ? { ok: true, value: read.value.body.data } : read;
  };
}
