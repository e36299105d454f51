import type { DiagnosticGraph } from "../app/ports.ts";
import { numberField } from "./number-fields.ts";
import type { Reader } from "./reader.ts";
import { WebhookConfiguration } from "./wire.ts";
import { withoutQuery } from "./without-query.ts";

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
