import type { Listed } from "../../../client/src/watch.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import { disconnectAccountForm } from "../actions/disconnect-account.ts";
import type { Backend } from "../backend.ts";
import { element, fill } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { ACCOUNT_STATES } from "../words/accounts.ts";
import { accountName } from "../words/disconnection.ts";

/** One account of a customer's in the list. */
export interface AccountItem {
  readonly panel: HTMLElement;
  show(account: Listed<AccountDocument>): void;
}

/** How an account stands, and the way to let it go. What a call was answered stays while its document changes. */
export function accountItem(client: Backend, id: string): AccountItem {
  const known = element("div", { class: "known" });
  const leave = element("div", {});
  let current: AccountDocument | null = null;
  const offer = (account: AccountDocument): void => {
    const isNew = current === null || current.state === "disconnected";
    const hasLeft = account.state === "disconnected";
    current = account;
    if (isNew && !hasLeft)
      fill(
        leave,
        disconnectAccountForm(client, () => current ?? account),
      );
    const form = leave.querySelector("form");
    if (form !== null) form.hidden = hasLeft;
  };
  return {
    panel: element("li", { class: "account" }, known, leave),
    show: (account) => {
      if (account.state !== "known") {
        fill(known, element("code", {}, id));
        return;
      }
      const { document } = account;
      const [word, tone] = ACCOUNT_STATES[document.state];
      fill(
        known,
        element("span", { class: "name" }, accountName(document)),
        pill(word, tone),
        document.reason === null ? null : element("p", { class: "quiet" }, document.reason),
      );
      offer(document);
    },
  };
}
