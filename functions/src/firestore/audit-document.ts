import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import type { AttemptDocument } from "../contract/phone-number.ts";

/** Audit documents outlive the window of the budget by far, but not for ever: Firestore's TTL policy removes them. */
export const AUDIT_KEPT_MS = 400 * 86_400_000;

/** The audit document of one request to Meta. `now`: Firestore's time, in ms since the epoch. */
export function auditDocument(facts: Omit<AttemptDocument, "expireAt">, now: number): DocumentData {
  return { ...facts, expireAt: Timestamp.fromMillis(now + AUDIT_KEPT_MS) } satisfies AttemptDocument;
}
