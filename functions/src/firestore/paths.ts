import type { CollectionReference, DocumentReference, Firestore, Query } from "firebase-admin/firestore";
import { ACCOUNTS, ATTEMPTS, EVENTS, NUMBERS, REQUESTS, TEST_MESSAGES, TRANSITIONS } from "../contract/collections.ts";
import type { AccountRef } from "../domain/account.ts";

// Where everything is kept. Clients may read the contract's collections but `REQUESTS` (firestore.rules); the rest is the server's alone.

export const phoneNumbersIn = (db: Firestore): CollectionReference => db.collection(NUMBERS);

export const phoneNumberRef = (db: Firestore, phoneNumberId: string): DocumentReference =>
  phoneNumbersIn(db).doc(phoneNumberId);

export const accountsIn = (db: Firestore): CollectionReference => db.collection(ACCOUNTS);

/** An account that a customer connected. */
export const accountRef = (db: Firestore, wabaId: string): DocumentReference => accountsIn(db).doc(wabaId);

const accountTokensIn = (db: Firestore): CollectionReference => db.collection("whatsappAccountTokens");

/** The sealed token of a customer's account. */
export const accountTokenRef = (db: Firestore, wabaId: string): DocumentReference => accountTokensIn(db).doc(wabaId);

const pendingConnectionsIn = (db: Firestore): CollectionReference => db.collection("whatsappPendingConnections");

/** A caller's own record of an account that is being connected. */
export const pendingConnectionRef = (db: Firestore, name: string): DocumentReference =>
  pendingConnectionsIn(db).doc(name);

/** Callers' records of connecting one account. */
export const pendingConnectionsOf = (db: Firestore, { wabaId, customerId }: AccountRef): Query =>
  pendingConnectionsIn(db).where("wabaId", "==", wabaId).where("customerId", "==", customerId);

/** Every collection whose documents hold sealed tokens, in the field `sealed`. */
export const collectionsWithTokens = (db: Firestore): readonly CollectionReference[] => [
  accountTokensIn(db),
  pendingConnectionsIn(db),
];

/** The audit documents of a number. */
export const attemptsOf = (db: Firestore, phoneNumberId: string): CollectionReference =>
  phoneNumberRef(db, phoneNumberId).collection(ATTEMPTS);

export const attemptRef = (db: Firestore, phoneNumberId: string, attemptId: string): DocumentReference =>
  attemptsOf(db, phoneNumberId).doc(attemptId);

/** The audit document of a call about an account. */
export const accountAttemptRef = (db: Firestore, wabaId: string, attemptId: string): DocumentReference =>
  db.collection(ACCOUNTS).doc(wabaId).collection(ATTEMPTS).doc(attemptId);

export const ledgersIn = (db: Firestore): CollectionReference => db.collection("whatsappLedgers");

export const ledgerRef = (db: Firestore, phoneNumberId: string): DocumentReference => ledgersIn(db).doc(phoneNumberId);

export const tokenCircuitRef = (db: Firestore, fingerprint: string): DocumentReference =>
  db.collection("whatsappTokenCircuits").doc(fingerprint);

/** What is known of an account's webhook: `lastEventAt`. */
export const webhookStateRef = (db: Firestore, wabaId: string): DocumentReference =>
  db.collection("whatsappWebhookStates").doc(wabaId);

export const eventRef = (db: Firestore, phoneNumberId: string, eventId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection(EVENTS).doc(eventId);

/** What is remembered of calls that change one thing in an account: a number that is added, or how its events travel. */
export const accountLeaseRef = (db: Firestore, wabaId: string, digits: string | null): DocumentReference =>
  db.collection("whatsappAccountLeases").doc(digits === null ? wabaId : `${wabaId}_${digits}`);

/** A new record of a change of a number. */
export const newTransitionRef = (db: Firestore, phoneNumberId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection(TRANSITIONS).doc();

/** What the reconciler remembers from one run to the next, for one token. */
export const reconcilerMemoryRef = (db: Firestore, fingerprint: string): DocumentReference =>
  db.collection("whatsappReconcilerMemories").doc(fingerprint);

export const testMessageRef = (db: Firestore, phoneNumberId: string, documentId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection(TEST_MESSAGES).doc(documentId);

/** Where a status waits that came before the message it is about was written down. */
export const earlyStatusRef = (db: Firestore, phoneNumberId: string, documentId: string): DocumentReference =>
  db.collection("whatsappEarlyStatuses").doc(`${phoneNumberId}:${documentId}`);

/** What is remembered of a request whose caller gave it an id. */
export const requestRef = (db: Firestore, documentId: string): DocumentReference =>
  db.collection(REQUESTS).doc(documentId);
