import type { RegistrationClient } from "../../../client/src/client.ts";
import { callForm } from "../parts/form.ts";
import { webhookView } from "../words/results.ts";

/** The button that connects the webhook. Pressed again, it repairs what is missing and leaves the rest. */
export function connectWebhookForm(client: RegistrationClient): HTMLElement {
  return callForm({
    fields: [],
    submit: "Connect the webhook",
    busy: "Asking Meta how the account's events travel.",
    run: async () => webhookView(await client.connectWebhook({}), Date.now()),
  });
}
