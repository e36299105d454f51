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
