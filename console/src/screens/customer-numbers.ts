import type { Listed } from "../../../client/src/watch.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Backend } from "../boot/backend.ts";
import { element, fill } from "../dom/element.ts";
import { accountItem, type AccountItem } from "./account-item.ts";
import { numberList, type NumberList } from "./number-list.tsx";

/** What is one customer's: the accounts that are connected, and their numbers. */
export interface CustomerNumbers {
  readonly panel: HTMLElement;
  readonly numbers: Pick<NumberList, "mark" | "panel">;
  readonly showNumbers: (numbers: readonly Listed<PhoneNumberDocument>[]) => void;
  readonly showAccounts: (accounts: readonly Listed<AccountDocument>[]) => void;
}

/** Lists one customer's numbers and accounts. */
export function customerNumbers(client: Backend, customerId: string): CustomerNumbers {
  const numbers = numberList("No number is connected yet.");
  const accounts = element("ul", {});
  const items = new Map<string, AccountItem>();
  let ids: ReadonlySet<string> | null = null;
  const itemOf = (id: string): AccountItem => {
    const known = items.get(id);
    if (known !== undefined) return known;
    const item = accountItem(client, id);
    items.set(id, item);
    if (ids !== null) item.listed(ids);
    return item;
  };
  const accountsHead = element("h3", { hidden: true }, "Accounts");
  return {
    panel: element("section", {}, element("h2", {}, `Numbers of ${customerId}`), numbers.panel, accountsHead, accounts),
    numbers,
    showNumbers: (listed) => {
      numbers.show(listed);
      ids = new Set(listed.map(({ id }) => id));
      for (const item of items.values()) item.listed(ids);
    },
    showAccounts: (listed) => {
      accountsHead.hidden = listed.length === 0;
      for (const account of listed) itemOf(account.id).show(account);
      const panels = listed.map(({ id }) => itemOf(id).panel);
      // What stays in its place keeps the focus that is in it.
      if (panels.length !== accounts.children.length || panels.some((panel, at) => panel !== accounts.children[at]))
        fill(accounts, ...panels);
    },
  };
}
