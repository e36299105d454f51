import type { RegistrationClient } from "../../../client/src/client.ts";
import { callForm } from "../parts/form.ts";
import { takenInView } from "../words/account-numbers.ts";

/** The button that takes in the numbers that came to a customer's account since it was connected. It needs no new code: the token is kept. */
export function connectAgainForm(
  client: RegistrationClient,
  account: { readonly wabaId: string; readonly customerId: string },
): HTMLElement {
  const { wabaId, customerId } = account;
  return callForm({
    fields: [],
    submit: "Connect the account again",
    busy: "Reading the account's numbers and taking them in.",
    look: "ghost",
    run: async (idFor) =>
      takenInView(await client.connectAccount({ wabaId, customerId, requestId: idFor() }), Date.now()),
  });
}
