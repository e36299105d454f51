import { callError } from "../../../client/src/call-error.ts";
import type { AccountNumber } from "../../../functions/src/contract/list-phone-numbers.ts";
import { connectAgainForm } from "../actions/connect-again.ts";
import type { Backend } from "../boot/backend.ts";
import { hashOf } from "../boot/route.ts";
import { announce } from "../dom/announce.ts";
import { element, fill, verbatim, type Child } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { result } from "../parts/result.ts";
import { folded } from "../parts/rows.ts";
import { rowsToCome } from "../parts/skeleton.ts";
import { offerOf, type Offer, type OfferedNumber } from "../words/account-numbers.ts";
import { failureView, type ResultView } from "../words/failure.ts";
import { problemView } from "../words/problem.ts";

/** A customer's account; `null`: the deployment's own. */
export type OfferingAccount = { readonly wabaId: string; readonly customerId: string } | null;

/** What an account holds at Meta beside the numbers in the list. */
export interface AccountOffer {
  /** Asks Meta, and shows what comes of it. */
  readonly read: () => Promise<void>;
  /** Is told the ids of the numbers that are in the list. */
  readonly listed: (ids: ReadonlySet<string>) => void;
}

/** Offers the numbers that an account holds at Meta and that are not in the list, in `slot`. */
export function accountOffer(client: Backend, account: OfferingAccount, slot: HTMLElement): AccountOffer {
  // One for all drawings: while it works, the numbers that it takes in change what is drawn.
  const again = account === null ? null : connectAgainForm(client, account);
  let known: ReadonlySet<string> = new Set();
  let numbers: readonly AccountNumber[] | null = null;
  let shown: string | null = null;

  /** Draws what has changed alone: what stays keeps the focus that is in it. */
  const show = (): Offer | null => {
    if (numbers === null) return null;
    const offer = offerOf(numbers, known, account === null ? "own" : "customers");
    const drawn = JSON.stringify(offer);
    if (drawn !== shown) fill(slot, ...contentOf(offer, again));
    shown = drawn;
    return offer;
  };
  const say = (view: ResultView): void => {
    fill(slot, result(view));
    announce([view.headline, ...view.sentences].join(". "));
  };
  const read = async (): Promise<void> => {
    numbers = null;
    shown = null;
    fill(slot, rowsToCome("Reading the account's numbers at Meta."));
    try {
      const answer = await client.listPhoneNumbers(account === null ? {} : { wabaId: account.wabaId });
      if (answer.status !== "listed") {
        say(failureView(answer, Date.now()));
        return;
      }
      ({ numbers } = answer);
      const offer = show();
      if (offer !== null)
        announce(offer.none ?? `${offer.managed.length + offer.others.length} numbers to choose from.`);
    } catch (error) {
      say(problemView(callError(error)));
    }
  };
  return {
    read,
    listed: (ids) => {
      known = ids;
      show();
    },
  };
}

function contentOf({ managed, others, about, none }: Offer, again: HTMLElement | null): Child[] {
  return [
    none === null ? null : element("p", { class: "quiet" }, none),
    ...numbersIn(managed, true),
    about === null ? null : element("p", { class: "quiet" }, about),
    ...(others.length === 0 ? [] : [...numbersIn(others, false), again]),
  ];
}

/** How many are shown before the rest is folded away. */
const FIRST = 10;

function numbersIn(numbers: readonly OfferedNumber[], canBeOpened: boolean): Child[] {
  const list = (some: readonly OfferedNumber[]): HTMLElement =>
    element("ul", { class: "offered" }, ...some.map((one) => item(one, canBeOpened)));
  const rest = numbers.slice(FIRST);
  return [
    numbers.length === 0 ? null : list(numbers.slice(0, FIRST)),
    rest.length === 0 ? null : folded(`${rest.length} more`, list(rest)),
  ];
}

function item({ id, title, subtitle, status }: OfferedNumber, canBeOpened: boolean): HTMLElement {
  return element(
    "li",
    {},
    element(
      "div",
      {},
      element("span", { class: "name" }, verbatim(title)),
      element(
        "span",
        { class: "quiet" },
        subtitle === null ? null : element("span", {}, verbatim(subtitle)),
        title === id ? null : element("code", {}, id),
        status.meaning === null ? null : element("span", {}, status.meaning),
      ),
    ),
    pill(status.word, status.tone),
    canBeOpened
      ? element("a", { class: "button", href: hashOf({ page: "number", id }), "aria-label": `Open ${title}` }, "Open")
      : null,
  );
}
