import { LEASE_MS } from "./attempt-window.ts";

/** The call that may change the thing now. `sent`: its request was on its way to Meta, or may have been. */
export interface AccountLease {
  readonly attemptId: string;
  readonly takenAt: number;
  readonly sent: boolean;
}

/** What is remembered of calls that change one thing in an account. Times are Firestore's, in ms since the epoch. */
export interface AccountRecord {
  readonly lease: AccountLease | null;
  /** When it became unclear whether Meta did what was asked: an answer was lost, or an instance died. `null`: nothing is open. */
  readonly openSince: number | null;
}

export const NO_ACCOUNT_RECORD: AccountRecord = { lease: null, openSince: null };

export type AccountGrant =
  | { readonly granted: true; readonly record: AccountRecord }
  | { readonly granted: false; readonly until: number };

/**
 * Lets one call at a time change a thing. A lease that ran out without an end belongs to an instance that died: if its
 * request was on its way, the outcome is open since then. Idempotent for one id.
 */
export function takeAccountLease(record: AccountRecord, attemptId: string, now: number): AccountGrant {
  const { lease } = record;
  if (holdsAccountLease(record, attemptId)) return { granted: true, record };
  if (lease !== null && isLive(lease.takenAt, now)) return { granted: false, until: lease.takenAt + LEASE_MS };
  const openSince = lease?.sent === true ? Math.min(lease.takenAt, now) : record.openSince;
  return { granted: true, record: { lease: { attemptId, takenAt: now, sent: false }, openSince } };
}

/** Notes that a call's request is now on its way. `null`: the call does not hold the lease any more, and nothing may be sent (fencing token). */
export function sendUnderLease(record: AccountRecord, attemptId: string): AccountRecord | null {
  const { lease } = record;
  return lease?.attemptId === attemptId ? { ...record, lease: { ...lease, sent: true } } : null;
}

/** Whether a call holds the lease of the thing. */
export function holdsAccountLease({ lease }: AccountRecord, attemptId: string): boolean {
  return lease?.attemptId === attemptId;
}

/** A time that has not come yet was written by a clock that was off, and holds nobody up. */
const isLive = (takenAt: number, now: number): boolean => takenAt <= now && now < takenAt + LEASE_MS;

/** Gives the lease back. `open`: whether the outcome of the call is open; an earlier one that is open is closed with it otherwise. */
export function endAccountLease(
  record: AccountRecord,
  { attemptId, open, now }: { readonly attemptId: string; readonly open: "now" | "still" | "no"; readonly now: number },
): AccountRecord {
  if (!holdsAccountLease(record, attemptId)) return open === "now" ? { ...record, openSince: now } : record;
  switch (open) {
    case "now":
      return { lease: null, openSince: now };
    case "still":
      return { lease: null, openSince: record.openSince };
    case "no":
      return NO_ACCOUNT_RECORD;
  }
}
