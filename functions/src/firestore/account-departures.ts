import type { DocumentReference, Firestore } from "firebase-admin/firestore";
import type { AccountDepartures, LeavingRequest, TokenVault } from "../app/customer-ports.ts";
import { AccountDocument } from "../contract/account.ts";
import type { AccessToken } from "../domain/access-token.ts";
import { afterLeaving, isHeldBy, isLeftBy, LEAVING_ACCOUNT, sharesAccess } from "../domain/connected-account.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";
import { isHeldByCall } from "./account-record.ts";
import { AccountTokenDocument } from "./account-tokens.ts";
import {
  accountLeaseRef,
  accountRef,
  accountsIn,
  accountTokenRef,
  pendingConnectionsOf,
  phoneNumberRef,
  phoneNumbersIn,
} from "./paths.ts";
import { releasedNumber } from "./released-number.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { within } from "./within.ts";

const WITHIN_MS = 8000;

const Held = AccountDocument.pick({ customerId: true, state: true, businessId: true }).strip();

const Holder = AccountDocument.pick({ customerId: true }).strip();

interface Found {
  readonly businessId: string | null;
  readonly sealed: StandingDocument | undefined;
}

/** Customers' accounts as they leave, in Firestore. What is stored and cannot be read fails: it may be somebody else's. */
export function firestoreAccountDepartures(db: Firestore, vault: TokenVault): AccountDepartures {
  const soon = <Value>(promise: Promise<Value>): Promise<Value> => within(Date.now() + WITHIN_MS, promise);
  return {
    customerOf: async (wabaId) => {
      const account = await soon(accountRef(db, wabaId).get());
      return account.exists ? Holder.parse(account.data()).customerId : null;
    },

    begin: async (request) => {
      const tokenRef = accountTokenRef(db, request.wabaId);
      const refs = [accountRef(db, request.wabaId), accountLeaseRef(db, request.wabaId, null), tokenRef];
      const found = await revise<Found | "overtaken" | null>(db, refs, WITHIN_MS, ([account, lease, sealed]) => {
        const held = heldBy(account, request);
        if (held === null) return { answer: null };
        if (!isHeldByCall(lease, request.attemptId)) return { answer: "overtaken" };
        return { answer: { businessId: held.businessId, sealed } };
      });
      if (found === null || found === "overtaken") return found;
      return { businessId: found.businessId, token: await opened(vault, found.sealed, request) };
    },

    leaving: (request) => {
      const refs = [accountRef(db, request.wabaId), accountLeaseRef(db, request.wabaId, null)];
      return revise<boolean>(db, refs, WITHIN_MS, ([account, lease], now) => {
        if (heldBy(account, request) === null || !isHeldByCall(lease, request.attemptId)) return { answer: false };
        return { answer: true, documents: [{ ...LEAVING_ACCOUNT, updatedAt: iso(now) }] };
      });
    },

    sharesAccess: async ({ wabaId }, businessId) => {
      // An account whose owner could not be read may have the same owner.
      const owners = await Promise.all(
        [businessId, null].map((owner) => soon(accountsIn(db).where("businessId", "==", owner).get())),
      );
      const accounts = owners
        .flatMap(({ docs }) => docs)
        .map((account) => ({ wabaId: account.id, state: account.get("state") as unknown }));
      return sharesAccess(accounts, wabaId);
    },

    releaseNumbers: async (request, reason) => {
      const found = await soon(phoneNumbersIn(db).where("wabaId", "==", request.wabaId).select().get());
      await Promise.all(found.docs.map(({ id }) => release(db, request, id, reason)));
    },

    finish: async (request, reason) => {
      // Before the account is marked: a call that is cut off here is made again from the beginning.
      const kept = await soon(pendingConnectionsOf(db, request).select().get());
      await Promise.all(kept.docs.map(({ ref }) => forgetSealed(db, request, ref)));
      return markLeft(db, request, reason);
    },
  };
}

/** Marks the account as left and deletes its token. `false`: it is no longer this call's to leave. */
function markLeft(db: Firestore, request: LeavingRequest, reason: string): Promise<boolean> {
  const refs = [accountRef(db, request.wabaId), accountLeaseRef(db, request.wabaId, null)];
  return revise<boolean>(db, refs, WITHIN_MS, ([account, lease], now) => {
    // An acknowledgement that was lost: this very call has done it already.
    if (heldBy(account, request) === null || !isHeldByCall(lease, request.attemptId))
      return { answer: isLeftBy(read(account), request.customerId) && isHeldByCall(lease, request.attemptId) };
    return {
      answer: true,
      documents: [{ ...afterLeaving(reason), updatedAt: iso(now) }],
      also: (batch) => void batch.delete(accountTokenRef(db, request.wabaId)),
    };
  });
}

/** Deletes the token that one of the customer's members got in connecting the account, and that lies in the record of that alone. */
function forgetSealed(
  db: Firestore,
  { wabaId, attemptId }: LeavingRequest,
  recordRef: DocumentReference,
): Promise<void> {
  return revise<void>(db, [recordRef, accountLeaseRef(db, wabaId, null)], WITHIN_MS, ([record, lease]) => {
    const isSealed = record?.exists === true && record.get("sealed") !== null;
    if (!isSealed || !isHeldByCall(lease, attemptId)) return { answer: undefined };
    return { answer: undefined, documents: [{ sealed: null }] };
  });
}

/** Makes one number say why it is no longer read. */
function release(db: Firestore, request: LeavingRequest, phoneNumberId: string, reason: string): Promise<void> {
  const { wabaId, customerId, attemptId } = request;
  const refs = [phoneNumberRef(db, phoneNumberId), accountLeaseRef(db, wabaId, null)];
  return revise<void>(db, refs, WITHIN_MS, ([number, lease], now) => {
    if (!isHeldByCall(lease, attemptId)) return { answer: undefined };
    return { answer: undefined, documents: [releasedNumber(number, { wabaId, customerId }, { reason, now })] };
  });
}

async function opened(
  vault: TokenVault,
  sealed: StandingDocument | undefined,
  { customerId }: LeavingRequest,
): Promise<AccessToken | null> {
  const stored = AccountTokenDocument.safeParse(sealed?.data());
  if (sealed === undefined || !stored.success || stored.data.customerId !== customerId) return null;
  try {
    return await vault.open(stored.data.sealed, sealed.ref.path);
  } catch (error) {
    // A token that nobody can open is no reason to keep a customer who wants to leave.
    if (error instanceof UnopenedToken) return null;
    throw error;
  }
}

const read = (account: StandingDocument | undefined) => (account?.exists === true ? Held.parse(account.data()) : null);

/** The account, where it is the customer's and connected. */
function heldBy(account: StandingDocument | undefined, { customerId }: LeavingRequest) {
  const held = read(account);
  return isHeldBy(held, customerId) ? held : null;
}

const iso = (ms: number): string => new Date(ms).toISOString();
