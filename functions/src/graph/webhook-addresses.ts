import type { DiagnosticGraph } from "../app/ports.ts";
import { numberField } from "./number-fields.ts";
import type { Reader } from "./reader.ts";
import { WebhookConfiguration } from "./wire.ts";

/** Where Meta sends the number's events. */
export function webhookAddresses(reader: Reader): DiagnosticGraph["webhookAddresses"] {
  return (id, deadlineMs) => {
    return numberField(
      reader,
      [id, "webhook_configuration"],
      WebhookConfiguration,
      ({ webhook_configuration: configured }) => ({
        phoneNumber: withoutQuery(configured.phone_number),
        waba: withoutQuery(configured.whatsapp_business_account),
        application: withoutQuery(configured.application),
      }),
      deadlineMs,
    );
  };
}

/** Some put a secret into the query or the user part of their address: neither is kept. */
function withoutQuery(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  return url === null ? null : `${url.origin}${url.pathname}`;
}
