import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import type { Backend } from "../boot/backend.ts";
import { callForm } from "../parts/form.ts";
import { accountName, disconnectionQuestion, disconnectionView } from "../words/disconnection.ts";

/** The button that lets a customer's account go, once it was said what that does. `known`: the account as it is now. */
export function disconnectAccountForm(
  client: Pick<Backend, "disconnectAccount">,
  known: () => Pick<AccountDocument, "name" | "phoneNumberIds" | "wabaId">,
): HTMLElement {
  const { wabaId } = known();
  return callForm({
    fields: [],
    submit: `Disconnect ${accountName(known())}`,
    look: "ghost",
    busy: "Asking Meta to let the account go.",
    ask: () => ({ text: disconnectionQuestion(known()), goOn: "Disconnect it" }),
    run: async (idFor) => disconnectionView(await client.disconnectAccount({ wabaId, requestId: idFor() }), Date.now()),
  });
}
