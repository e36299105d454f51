import type { DiagnosticGraph } from "../app/ports.ts";
import type { Reader } from "./reader.ts";
import { SubscribedApps } from "./wire.ts";
import { withoutQuery } from "./without-query.ts";

/** The apps that get the webhooks of an account, and where instead of at their own address. The answer is not paged. */
export function subscribedApps(reader: Reader): DiagnosticGraph["subscribedApps"] {
  return async (wabaId, deadlineMs) => {
    const read = await reader([wabaId, "subscribed_apps"], {}, SubscribedApps, deadlineMs);
    if (!read.ok) return read;
    return {
      ok: true,
      value: read.value.body.data.map(({ id, name, override_callback_uri }) => ({
        id,
        name,
        override: withoutQuery(override_callback_uri),
      })),
    };
  };
}
