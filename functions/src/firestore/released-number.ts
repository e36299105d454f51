import type { DocumentData } from "firebase-admin/firestore";
import type { AccountRef } from "../domain/account.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { isHeldIn } from "../domain/number-home.ts";
import { readNumberDocument } from "./number-document.ts";
import { storedHome } from "./number-homes.ts";
import type { StandingDocument } from "./standing-document.ts";

/**
 * A number's document that says why it is no longer read; `undefined`: it says so already, or is not in this customer's account. The reconciler
 * leaves the number when its time comes next. `now` in ms.
 */
export function releasedNumber(
  number: StandingDocument | undefined,
  account: AccountRef,
  { reason, now }: { readonly reason: string; readonly now: number },
): DocumentData | undefined {
  if (number?.exists !== true) return undefined;
  if (!isHeldIn(storedHome(number), account)) return undefined;
  return changedDocument(
    readNumberDocument(number),
    { disconnection: { at: new Date(now).toISOString(), reason } },
    now,
  );
}
