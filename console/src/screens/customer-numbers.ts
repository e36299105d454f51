import type { Listed } from "../../../client/src/watch.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { element, fill } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { ACCOUNT_STATES } from "../words/accounts.ts";
import { numberView } from "../words/number.ts";
import { hashOf } from "./route.ts";

/** What is one customer's: the accounts that are connected, and their numbers. */
export interface CustomerNumbers {
  readonly panel: HTMLElement;
  readonly showNumbers: (numbers: readonly Listed<PhoneNumberDocument>[]) => void;
  readonly showAccounts: (accounts: readonly Listed<AccountDocument>[]) => void;
  /** Marks the number that is open. */
  readonly mark: (id: string | null) => void;
}

/** Lists one customer's numbers and accounts. */
export function customerNumbers(customerId: string): CustomerNumbers {
  const numbers = element("ul", { "data-customer": customerId });
  const accounts = element("ul", {});
  const noNumber = element("p", { class: "quiet", hidden: true }, "No number is connected yet.");
  const accountsHead = element("h3", { hidden: true }, "Accounts");
  let marked: string | null = null;
  const mark = (): void => {
    for (const link of numbers.querySelectorAll("a")) link.ariaCurrent = link.dataset["id"] === marked ? "page" : null;
  };
  return {
    panel: element(
      "section",
      {},
      element("h2", {}, `Numbers of ${customerId}`),
      numbers,
      noNumber,
      accountsHead,
      accounts,
    ),
    showNumbers: (listed) => {
      noNumber.hidden = listed.length > 0;
      fill(numbers, ...listed.map(numberItem));
      mark();
    },
    showAccounts: (listed) => {
      accountsHead.hidden = listed.length === 0;
      fill(accounts, ...listed.map(accountItem));
    },
    mark: (id) => {
      marked = id;
      mark();
    },
  };
}

function numberItem({ id, ...number }: Listed<PhoneNumberDocument>): HTMLElement {
  const { title, subtitle, state } = numberView(id, number);
  return element(
    "li",
    {},
    element(
      "a",
      { href: hashOf({ page: "number", id }), "data-id": id },
      element("span", { class: "name" }, title),
      subtitle === null ? null : element("span", { class: "quiet" }, subtitle),
      pill(state.word, state.tone),
    ),
  );
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
