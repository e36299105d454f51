import type { Listed } from "../../../client/src/watch.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import { disconnectAccountForm } from "../actions/disconnect-account.ts";
import type { Backend } from "../boot/backend.ts";
import { element, fill, verbatim } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { ACCOUNT_STATES } from "../words/accounts.ts";
import { accountName } from "../words/disconnection.ts";
import { accountNumbers, type AccountNumbers } from "./account-numbers.ts";

/** One account of a customer's in the list. */
export interface AccountItem {
  readonly panel: HTMLElement;
  show(account: Listed<AccountDocument>): void;
  /** Is told the ids of the customer's numbers that are in the list. */
  listed(ids: ReadonlySet<string>): void;
}

/** How an account stands, what it holds besides the numbers in the list, and the way to let it go. What a call was answered stays while its document changes. */
export function accountItem(client: Backend, id: string): AccountItem {
  const known = element("div", { class: "known" });
  const numbers = element("div", {});
  const leave = element("div", {});
  let more: AccountNumbers | null = null;
  let ids: ReadonlySet<string> | null = null;
  let current: AccountDocument | null = null;
  const offer = (account: AccountDocument): void => {
    const isNew = current === null || current.state === "disconnected";
    const hasLeft = account.state === "disconnected";
    current = account;
    if (isNew && !hasLeft) {
      fill(
        leave,
        disconnectAccountForm(client, () => current ?? account),
      );
      more = accountNumbers(client, account);
      fill(numbers, more.panel);
      if (ids !== null) more.listed(ids);
    }
    numbers.hidden = hasLeft;
    const form = leave.querySelector("form");
    if (form !== null) form.hidden = hasLeft;
  };
  return {
    panel: element("li", { class: "account" }, known, numbers, leave),
    listed: (listed) => {
      ids = listed;
      more?.listed(listed);
    },
    show: (account) => {
      if (account.state !== "known") {
        fill(known, element("code", {}, id));
        return;
      }
      const { document } = account;
      const [word, tone] = ACCOUNT_STATES[document.state];
      fill(
        known,
        element("span", { class: "name" }, verbatim(accountName(document))),
        pill(word, tone),
        document.reason === null ? null : element("p", { class: "quiet" }, document.reason),
      );
      offer(document);
    },
  };
}
