import type { Firestore } from "firebase-admin/firestore";
import type { AccountStanding } from "../app/webhook-ports.ts";
import { AccountDocument } from "../contract/account.ts";
import type { TokenView } from "../contract/phone-number.ts";
import type { AccountRef } from "../domain/account.ts";
import {
  afterLeaving,
  afterToken,
  isHeldBy,
  wasConnectedBefore,
  type ConnectedAccount,
} from "../domain/connected-account.ts";
import type { Departure } from "../domain/webhook/departure.ts";
import { accountRef, accountTokenRef, phoneNumberRef, phoneNumbersIn } from "./paths.ts";
import { releasedNumber } from "./released-number.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { within } from "./within.ts";

const WITHIN_MS = 8000;

const Held = AccountDocument.pick({
  customerId: true,
  state: true,
  reason: true,
  token: true,
  connectedAt: true,
}).strip();

/** How customers' accounts stand by what Meta tells of them, in Firestore. */
export function firestoreAccountStanding(db: Firestore): AccountStanding {
  return {
    left: async (departure) => {
      const { wabaId } = departure;
      const account = await within(Date.now() + WITHIN_MS, accountRef(db, wabaId).get());
      if (leaving(account, departure) === null) return;
      const found = await within(
        Date.now() + WITHIN_MS,
        phoneNumbersIn(db).where("wabaId", "==", wabaId).select().get(),
      );
      // The numbers come first: whatever breaks off here, the event comes again and finds the account as it was.
      await Promise.all(found.docs.map(({ id }) => release(db, id, departure)));
      await end(db, departure);
    },

    tokenSeen: (ref, token) =>
      revise<void>(db, [accountRef(db, ref.wabaId)], WITHIN_MS, ([account], now) => {
        const change = changeByToken(account, ref, token);
        return change === null
          ? { answer: undefined }
          : { answer: undefined, documents: [{ ...change, updatedAt: iso(now) }] };
      }),
  };
}

function release(db: Firestore, phoneNumberId: string, departure: Departure): Promise<void> {
  const { wabaId, reason } = departure;
  const refs = [phoneNumberRef(db, phoneNumberId), accountRef(db, wabaId)];
  return revise<void>(db, refs, WITHIN_MS, ([number, account], now) => {
    const left = leaving(account, departure);
    if (left === null) return { answer: undefined };
    const released = releasedNumber(number, { wabaId, customerId: left.customerId }, { reason, now });
    return { answer: undefined, documents: [released] };
  });
}

function end(db: Firestore, departure: Departure): Promise<void> {
  const { wabaId, reason } = departure;
  return revise<void>(db, [accountRef(db, wabaId)], WITHIN_MS, ([account], now) => {
    if (leaving(account, departure) === null) return { answer: undefined };
    return {
      answer: undefined,
      documents: [{ ...afterLeaving(reason), updatedAt: iso(now) }],
      also: (batch) => void batch.delete(accountTokenRef(db, wabaId)),
    };
  });
}

const held = (account: StandingDocument | undefined) => (account?.exists === true ? Held.parse(account.data()) : null);

/** The account, where an event ends its connection; `null`: it does not. */
function leaving(account: StandingDocument | undefined, { at }: Departure): ConnectedAccount | null {
  const known = held(account);
  return known !== null && wasConnectedBefore(known, at) ? known : null;
}

/** What a reading of a customer's token changes about the account. */
function changeByToken(account: StandingDocument | undefined, { customerId }: AccountRef, token: TokenView) {
  const known = held(account);
  return known !== null && isHeldBy(known, customerId) ? afterToken(known, token) : null;
}

const iso = (ms: number): string => new Date(ms).toISOString();
