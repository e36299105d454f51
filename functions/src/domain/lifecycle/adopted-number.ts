import type { MetaView, PhoneNumberDocument } from "../../contract/phone-number.ts";
import type { AccountRef } from "../account.ts";
import type { NumberFacts } from "./number-facts.ts";
import { changedDocument, forNewCustomer } from "./phone-number-document.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** Since when a number is this customer's; `undefined`: it is not. */
const sinceOf = ({ customerId = null, customerSince }: NumberFacts, customer: string | null): string | undefined =>
  customerId === customer ? customerSince : undefined;

/**
 * A number's document once a customer has connected the account that it is in: what was known of it under somebody else goes. `view`: Meta's
 * words; `null`: it was not read. `now` in ms since the epoch.
 */
export function adoptedNumber(
  known: NumberFacts,
  change: { readonly view: MetaView | null; readonly wabaId: string; readonly customerId: string },
  now: number,
): PhoneNumberDocument {
  const since = sinceOf(known, change.customerId);
  const facts = since === undefined ? forNewCustomer(known) : known;
  return changedDocument(facts, { ...change, customerSince: since ?? iso(now), disconnection: null }, now);
}

/**
 * A number's document once it was added to an account from here. A customer's is theirs from when the call came in (`takenAt`), so that the
 * call's own audit document is theirs to read. Times in ms since the epoch.
 */
export function addedNumber(
  known: NumberFacts,
  { wabaId, customerId, digits, view }: AccountRef & { readonly digits: string | null; readonly view: MetaView | null },
  { takenAt, now }: { readonly takenAt: number; readonly now: number },
): PhoneNumberDocument {
  const customerSince = sinceOf(known, customerId) ?? iso(takenAt);
  const owner = customerId === null ? {} : { customerId, customerSince };
  return changedDocument({ digits, ...known }, { view, wabaId, addedAt: known.addedAt ?? iso(now), ...owner }, now);
}
