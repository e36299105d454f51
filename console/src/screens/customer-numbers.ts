import type { Listed } from "../../../client/src/watch.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import { element, fill } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { ACCOUNT_STATES } from "../words/accounts.ts";
import { numberList, type NumberList } from "./number-list.tsx";

/** What is one customer's: the accounts that are connected, and their numbers. */
export interface CustomerNumbers {
  readonly panel: HTMLElement;
  readonly numbers: NumberList;
  readonly showAccounts: (accounts: readonly Listed<AccountDocument>[]) => void;
}

/** Lists one customer's numbers and accounts. */
export function customerNumbers(customerId: string): CustomerNumbers {
  const numbers = numberList("No number is connected yet.");
  const accounts = element("ul", {});
  const accountsHead = element("h3", { hidden: true }, "Accounts");
  return {
    panel: element("section", {}, element("h2", {}, `Numbers of ${customerId}`), numbers.panel, accountsHead, accounts),
    numbers,
    showAccounts: (listed) => {
      accountsHead.hidden = listed.length === 0;
      fill(accounts, ...listed.map(accountItem));
    },
  };
}

function accountItem({ id, ...account }: Listed<AccountDocument>): HTMLElement {
  if (account.state !== "known") return element("li", { class: "account" }, element("code", {}, id));
  const { name, state, reason } = account.document;
  const [word, tone] = ACCOUNT_STATES[state];
  return element(
    "li",
    { class: "account" },
    element("span", { class: "name" }, name ?? id),
    pill(word, tone),
    reason === null ? null : element("p", { class: "quiet" }, reason),
  );
}
