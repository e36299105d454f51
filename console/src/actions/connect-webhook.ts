import type { RegistrationClient } from "../../../client/src/client.ts";
import { callForm } from "../parts/form.ts";
import { webhookView } from "../words/results.ts";

/** The button that connects the webhook of an account; without one, of the configured account. Pressed again, it repairs what is missing and leaves the rest. */
export function connectWebhookForm(client: RegistrationClient, wabaId: () => string | null = () => null): HTMLElement {
  return callForm({
    fields: [],
    submit: "Connect the webhook",
    busy: "Asking Meta how the account's events travel.",
    run: async (idFor) => {
      const id = wabaId();
      return webhookView(
        await client.connectWebhook({ ...(id === null ? {} : { wabaId: id }), requestId: idFor() }),
        Date.now(),
      );
    },
  });
}
