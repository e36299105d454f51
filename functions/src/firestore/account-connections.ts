import { FieldValue, type DocumentData, type Firestore } from "firebase-admin/firestore";
import type { z } from "zod";
import type {
  AccountConnections,
  ClaimAnswer,
  ConnectingRequest,
  ProvenAccount,
  TokenVault,
} from "../app/customer-ports.ts";
import { AccountDocument, type AccountStep } from "../contract/account.ts";
import { takeAccountLease } from "../domain/attempt/account-lease.ts";
import { earlier } from "../domain/attempt/attempt-window.ts";
import { afterConnecting, claimedAccount, isHeldBy, mayClaim } from "../domain/connected-account.ts";
import { adoptedNumber } from "../domain/lifecycle/adopted-number.ts";
import { mayAdopt } from "../domain/number-home.ts";
import { isHeldByCall, readRecord, recordDocument } from "./account-record.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { storedHome } from "./number-homes.ts";
import {
  accountLeaseRef,
  accountRef,
  accountTokenRef,
  ledgerRef,
  pendingConnectionRef,
  phoneNumberRef,
} from "./paths.ts";
import { pendingName } from "./pending-connections.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const WITHIN_MS = 10_000;

const Held = AccountDocument.pick({
  customerId: true,
  state: true,
  phoneNumberIds: true,
  connectedAt: true,
  customerSince: true,
}).strip();
type Held = z.infer<typeof Held>;

/** The accounts that customers connect, in Firestore. What is stored and cannot be read fails: it may be somebody else's. */
export function firestoreAccountConnections(db: Firestore, vault: TokenVault): AccountConnections {
  return {
    claim: (request, proven, steps) => claim(db, vault, { request, proven, steps }),
    adopt: (request, number) => adopt(db, request, number),
    note: (request, progress) => note(db, request, progress),
  };
}

interface AccountClaim {
  readonly request: ConnectingRequest;
  readonly proven: ProvenAccount;
  readonly steps: readonly AccountStep[];
}

async function claim(db: Firestore, vault: TokenVault, { request, proven, steps }: AccountClaim): Promise<ClaimAnswer> {
  const { name, businessId, token, view } = proven;
  const { wabaId, customerId, attemptId, by } = request;
  const tokenRef = accountTokenRef(db, wabaId);
  const sealed = await vault.seal(token, tokenRef.path);
  const pendingRef = pendingConnectionRef(db, pendingName(request));
  const refs = [accountRef(db, wabaId), tokenRef, pendingRef, accountLeaseRef(db, wabaId, null)];
  return revise<ClaimAnswer>(db, refs, WITHIN_MS, ([account, , pending, lease], now) => {
    const held = readHeld(account);
    if (!mayClaim(held, customerId)) return { answer: { kind: "taken" } };
    // Not even the lease of somebody else's account is touched.
    const taken = takeAccountLease(readRecord(lease), attemptId, now);
    if (!taken.granted) return { answer: { kind: "held", until: taken.until, now } };
    const proof = { customerId, wabaId, name, businessId, steps: stored(steps), token: view, by };
    const document = claimedAccount(held, proof, now);
    // The token lies in one place: it is gone when the account's is.
    const moved = pending?.exists === true ? { sealed: null } : undefined;
    const documents = [document, { customerId, sealed, updatedAt: iso(now) }, moved, recordDocument(taken.record)];
    return { answer: { kind: "claimed" }, documents };
  });
}

function adopt(
  db: Firestore,
  request: ConnectingRequest,
  { phoneNumberId, view }: Parameters<AccountConnections["adopt"]>[1],
): ReturnType<AccountConnections["adopt"]> {
  const { wabaId, customerId, attemptId } = request;
  const refs = [
    accountRef(db, wabaId),
    phoneNumberRef(db, phoneNumberId),
    ledgerRef(db, phoneNumberId),
    accountLeaseRef(db, wabaId, null),
  ];
  return revise(db, refs, WITHIN_MS, ([account, number, ledgerNow, lease], now) => {
    if (number === undefined || ledgerNow === undefined)
      throw new TypeError("Firestore answered fewer documents than asked.");
    if (!isHeldBy(readHeld(account), customerId) || !isHeldByCall(lease, attemptId)) return { answer: "overtaken" };
    if (!mayAdopt(storedHome(number), { wabaId, customerId })) return { answer: "others" };
    const ledger = readLedger(ledgerNow);
    return {
      answer: "adopted",
      documents: [
        undefined,
        adopted(number, { view, wabaId, customerId }, now),
        ledgerDocument({ ...ledger, nextLookAt: earlier(ledger.nextLookAt, now) }),
      ],
    };
  });
}

/** The number's document as the customer's own. A document is written field by field, so what goes has to be named. */
function adopted(number: StandingDocument, change: Parameters<typeof adoptedNumber>[1], now: number): DocumentData {
  const document = adoptedNumber(readNumberDocument(number), change, now);
  const gone = Object.keys(number.data() ?? {}).filter((name) => !Object.hasOwn(document, name));
  return { ...document, ...Object.fromEntries(gone.map((name) => [name, FieldValue.delete()])) };
}

function note(
  db: Firestore,
  request: ConnectingRequest,
  { steps, reason, phoneNumberIds }: Parameters<AccountConnections["note"]>[1],
): Promise<boolean> {
  const { wabaId, customerId, attemptId } = request;
  const refs = [accountRef(db, wabaId), accountLeaseRef(db, wabaId, null)];
  return revise<boolean>(db, refs, WITHIN_MS, ([account, lease], now) => {
    if (!isHeldBy(readHeld(account), customerId) || !isHeldByCall(lease, attemptId)) return { answer: false };
    const progress: DocumentData = {
      steps: stored(steps),
      ...afterConnecting(reason),
      ...(phoneNumberIds === null ? {} : { phoneNumberIds: [...phoneNumberIds] }),
      updatedAt: iso(now),
    };
    return { answer: true, documents: [progress] };
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();

const stored = (steps: readonly AccountStep[]): AccountStep[] => steps.map((step) => ({ ...step }));

function readHeld(account: StandingDocument | undefined): Held | null {
  if (account === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return account.exists ? Held.parse(account.data()) : null;
}
