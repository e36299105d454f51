import type { DocumentData, Firestore } from "firebase-admin/firestore";
import type { AccountStanding } from "../app/webhook-ports.ts";
import { AccountDocument } from "../contract/account.ts";
import type { TokenView } from "../contract/phone-number.ts";
import type { AccountRef } from "../domain/account.ts";
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

const TOKEN_DEAD = "Meta no longer takes the token: the customer has to connect the account again.";

/** How customers' accounts stand by what Meta tells of them, in Firestore. */
export function firestoreAccountStanding(db: Firestore): AccountStanding {
  return {
    left: async (departure) => {
      const { wabaId } = departure;
      const account = await within(Date.now() + WITHIN_MS, accountRef(db, wabaId).get());
      if (hasLeft(account, departure) === null) return;
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
        const change = afterToken(account, ref, token);
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
    const held = hasLeft(account, departure);
    if (held === null) return { answer: undefined };
    const released = releasedNumber(number, { wabaId, customerId: held.customerId }, { reason, now });
    return { answer: undefined, documents: [released] };
  });
}

function end(db: Firestore, departure: Departure): Promise<void> {
  const { wabaId, reason } = departure;
  return revise<void>(db, [accountRef(db, wabaId)], WITHIN_MS, ([account], now) => {
    if (hasLeft(account, departure) === null) return { answer: undefined };
    const token = { state: "deleted", expiresAt: null };
    return {
      answer: undefined,
      documents: [{ state: "disconnected", reason, token, updatedAt: iso(now) }],
      also: (batch) => void batch.delete(accountTokenRef(db, wabaId)),
    };
  });
}

const held = (account: StandingDocument | undefined) => (account?.exists === true ? Held.parse(account.data()) : null);

/** The account, where it is connected and was so before the event: an old one comes again for days. */
function hasLeft(account: StandingDocument | undefined, { at }: Departure) {
  const known = held(account);
  return known !== null && known.state !== "disconnected" && at > Date.parse(known.connectedAt) ? known : null;
}

/** What a reading of the token changes about the account; `null`: nothing. */
function afterToken(
  account: StandingDocument | undefined,
  { customerId }: AccountRef,
  { state, expiresAt }: TokenView,
): DocumentData | null {
  const known = held(account);
  if (known === null || known.customerId !== customerId || known.state === "disconnected") return null;
  const token = { state, expiresAt };
  const isSame = known.token.state === state && known.token.expiresAt === expiresAt;
  if (state === "invalid" && known.state === "connected")
    return { token, state: "action_required", reason: TOKEN_DEAD };
  if (state !== "invalid" && known.reason === TOKEN_DEAD) return { token, state: "connected", reason: null };
  return isSame ? null : { token };
}

const iso = (ms: number): string => new Date(ms).toISOString();
