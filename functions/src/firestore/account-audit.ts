import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import type { AccountCallRecord, AccountLeaseRequest } from "../app/account-ports.ts";
import type { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { AUDIT_KEPT_MS } from "./audit-document.ts";

/** When a call came in and ended, in ms since the epoch, by Firestore's clock. `settledAt` left out: it is under way. */
interface Times {
  readonly takenAt: number;
  readonly settledAt?: number;
  readonly now: number;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The audit document of a call about an account. */
export function accountAudit(
  { call, by, digits, callbackUrl }: AccountLeaseRequest,
  { changes, ...told }: AccountCallRecord,
  { takenAt, settledAt, now }: Times,
): DocumentData {
  return {
    operation: call,
    reservedAt: iso(takenAt),
    by,
    changes: [...changes],
    digits,
    callbackUrl,
    ...told,
    settledAt: settledAt === undefined ? null : iso(settledAt),
    expireAt: Timestamp.fromMillis(now + AUDIT_KEPT_MS),
  } satisfies AccountAttemptDocument;
}
