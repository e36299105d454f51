import type { DocumentReference, Firestore } from "firebase-admin/firestore";
import type { AttemptRequest } from "../app/ports.ts";
import type { Ledger } from "../domain/attempt/attempt-window.ts";
import type { CallWaits } from "../domain/attempt/call-lease.ts";
import { readWaits } from "./call-waits.ts";
import { readLedger } from "./ledger-document.ts";
import { readNumberDocument, type StoredNumber } from "./number-document.ts";
import { attemptRef, ledgerRef, phoneNumberRef } from "./paths.ts";
import type { StandingDocument } from "./standing-document.ts";

/** What an attempt changes: the number's ledger and its visible document. */
export interface AttemptState {
  readonly ledger: Ledger;
  readonly waits: CallWaits;
  readonly document: StoredNumber;
}

/** Where it is kept, in the order in which it is read. */
export const attemptRefs = (db: Firestore, { phoneNumberId }: AttemptRequest): DocumentReference[] => [
  ledgerRef(db, phoneNumberId),
  phoneNumberRef(db, phoneNumberId),
];

export const auditRef = (db: Firestore, { phoneNumberId, attemptId }: AttemptRequest): DocumentReference =>
  attemptRef(db, phoneNumberId, attemptId);

/** @throws UnreadableLedger */
export function readAttemptState([ledger, number]: readonly StandingDocument[]): AttemptState {
  if (ledger === undefined || number === undefined)
    throw new TypeError("Firestore answered fewer documents than asked.");
  return { ledger: readLedger(ledger), waits: readWaits(ledger), document: readNumberDocument(number) };
}
