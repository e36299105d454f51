import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import * as z from "zod";
import { holdsAccountLease, NO_ACCOUNT_RECORD, type AccountRecord } from "../domain/attempt/account-lease.ts";
import type { StandingDocument } from "./standing-document.ts";

const time = z.instanceof(Timestamp).transform((stamp) => stamp.toMillis());
const Stored = z.object({
  lease: z.object({ attemptId: z.string(), takenAt: time, sent: z.boolean() }).nullable(),
  openSince: time.nullable(),
});

/** What is remembered of calls that change a thing in an account. What is stored and cannot be read fails. */
export function readRecord(snapshot: StandingDocument | undefined): AccountRecord {
  if (snapshot === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return snapshot.exists ? Stored.parse(snapshot.data()) : NO_ACCOUNT_RECORD;
}

/** Whether a call holds the lease of the thing. */
export const isHeldByCall = (snapshot: StandingDocument | undefined, attemptId: string): boolean =>
  holdsAccountLease(readRecord(snapshot), attemptId);

const stamp = (ms: number | null): Timestamp | null => (ms === null ? null : Timestamp.fromMillis(ms));

export const recordDocument = ({ lease, openSince }: AccountRecord): DocumentData => ({
  lease: lease === null ? null : { attemptId: lease.attemptId, takenAt: stamp(lease.takenAt), sent: lease.sent },
  openSince: stamp(openSince),
});
