import type { DocumentReference, Firestore } from "firebase-admin/firestore";

/** Where everything is kept. Clients may read the first three (firestore.rules); the rest is the server's alone. */
export const phoneNumberRef = (db: Firestore, phoneNumberId: string): DocumentReference =>
  db.collection("phoneNumbers").doc(phoneNumberId);

export const attemptRef = (db: Firestore, phoneNumberId: string, attemptId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection("attempts").doc(attemptId);

export const ledgerRef = (db: Firestore, phoneNumberId: string): DocumentReference =>
  db.collection("attemptLedgers").doc(phoneNumberId);

export const tokenCircuitRef = (db: Firestore, fingerprint: string): DocumentReference =>
  db.collection("tokenCircuits").doc(fingerprint);

/** What is known of an account's webhook: `lastEventAt`. */
export const webhookStateRef = (db: Firestore, wabaId: string): DocumentReference =>
  db.collection("webhookState").doc(wabaId);

export const eventRef = (db: Firestore, phoneNumberId: string, eventId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection("events").doc(eventId);

/** A new record of a change of a number. */
export const newTransitionRef = (db: Firestore, phoneNumberId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection("transitions").doc();

/** What the reconciler remembers from one run to the next, for one token. */
export const watchRef = (db: Firestore, fingerprint: string): DocumentReference =>
  db.collection("watches").doc(fingerprint);

export const testMessageRef = (db: Firestore, phoneNumberId: string, documentId: string): DocumentReference =>
  phoneNumberRef(db, phoneNumberId).collection("testMessages").doc(documentId);

/** Where a status waits that came before the message it is about was written down. */
export const earlyStatusRef = (db: Firestore, phoneNumberId: string, documentId: string): DocumentReference =>
  db.collection("earlyMessageStatuses").doc(`${phoneNumberId}:${documentId}`);
