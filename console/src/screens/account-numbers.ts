import type { Backend } from "../boot/backend.ts";
import { routeOf } from "../boot/route.ts";
import { button, element, fill } from "../dom/element.ts";
import type { AccountOffer, OfferingAccount } from "./account-offer.ts";
import { notLoaded } from "./later.ts";

/** The numbers of an account that are not in the list, to be chosen from. */
export interface AccountNumbers {
  readonly panel: HTMLElement;
  /** Is told the ids of the numbers that are in the list. Where there is none, and none is open, the account is asked at once. */
  readonly listed: (ids: ReadonlySet<string>) => void;
}

/** Offers the numbers that an account holds at Meta: Meta is asked, and what shows them is loaded, when somebody wants to see them. */
export function accountNumbers(client: Backend, account: OfferingAccount): AccountNumbers {
  const slot = element("div", { class: "slot" });
  let known: ReadonlySet<string> = new Set();
  let offer: AccountOffer | null = null;
  const look = button("Look for more at Meta", { class: "ghost" }, async () => {
    offer ??= await loadOffer(client, account, slot);
    if (offer === null) {
      fill(slot, ...notLoaded());
      return;
    }
    offer.listed(known);
    await offer.read();
    fill(look, "Look again");
  });
  let isFirst = true;
  return {
    panel: element(
      "div",
      { class: "more-numbers" },
      account === null && element("h3", {}, "More numbers of the account"),
      slot,
      element("div", { class: "buttons" }, look),
    ),
    listed: (ids) => {
      known = ids;
      offer?.listed(ids);
      if (isFirst && ids.size === 0 && routeOf(location.hash).page === "home") look.click();
      isFirst = false;
    },
  };
}

/** `null`: it does not load. */
async function loadOffer(client: Backend, account: OfferingAccount, slot: HTMLElement): Promise<AccountOffer | null> {
  try {
    const [{ accountOffer }] = await Promise.all([import("./account-offer.ts"), client.loadCalls()]);
    return accountOffer(client, account, slot);
  } catch {
    return null;
  }
}
