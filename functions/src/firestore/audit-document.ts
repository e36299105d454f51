import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import type { AttemptDocument } from "../contract/phone-number.ts";
import type { StandingDocument } from "./standing-document.ts";

/** Audit documents outlive the window of the budget by far, but not for ever: Firestore's TTL policy removes them. */
export const AUDIT_KEPT_MS = 400 * 86_400_000;

/** The audit document of one request to Meta. `now`: Firestore's time, in ms since the epoch. */
export function auditDocument(facts: Omit<AttemptDocument, "expireAt">, now: number): DocumentData {
  return { ...facts, expireAt: Timestamp.fromMillis(now + AUDIT_KEPT_MS) } satisfies AttemptDocument;
}

/**
 * When the request of an audit document came in, in ms since the epoch: as the first document of it says, where its end is written more
 * than once; else as its lease says. `now` where neither is known.
 */
export function cameInAt(audit: StandingDocument | undefined, takenAt: number | null, now: number): number {
  const first: unknown = audit?.get("reservedAt");
  const at = typeof first === "string" ? Date.parse(first) : Number.NaN;
  return Number.isNaN(at) ? (takenAt ?? now) : at;
}
