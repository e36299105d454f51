import type { DocumentData } from "firebase-admin/firestore";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { readNumberDocument } from "./number-document.ts";
import type { StandingDocument } from "./standing-document.ts";

/**
 * A number's document that says why it is read no more; `undefined`: it says so already, or is not in this customer's account. The reconciler
 * leaves the number when its time comes next. `now` in ms.
 */
export function releasedNumber(
  number: StandingDocument | undefined,
  account: { readonly wabaId: string; readonly customerId: string | null },
  { reason, now }: { readonly reason: string; readonly now: number },
): DocumentData | undefined {
  if (number?.exists !== true) return undefined;
  const facts = readNumberDocument(number);
  const isTheirs = facts.customerId === account.customerId && facts.wabaId === account.wabaId;
  if (!isTheirs || facts.disconnection != null) return undefined;
  return changedDocument(facts, { disconnection: { at: new Date(now).toISOString(), reason } }, now);
}
