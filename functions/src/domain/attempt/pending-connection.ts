import { LEASE_MS } from "./attempt-window.ts";

/** A customer's account on its way: who is connecting it now, and the code that was handed in last. Times in ms since the epoch. */
export interface PendingConnection {
  readonly lease: PendingLease | null;
  /** The name of a code, which is not the code itself; `null`: none was handed in, or the last one was not sent. */
  readonly code: string | null;
}

interface PendingLease {
  readonly attemptId: string;
  readonly takenAt: number;
  /** Whether the call has handed in a code that was not known before. */
  readonly isNewCode: boolean;
}

/** The turn of a call that connects an account, or until when another one has it. */
export type PendingTurn<Pending> =
  | { readonly granted: true; readonly pending: Pending; readonly isNewCode: boolean }
  | { readonly granted: false; readonly until: number };

/** Asks to connect an account. Idempotent for one `attemptId`, so after a lost acknowledgement it is asked again. */
export function beginConnection<Pending extends PendingConnection>(
  pending: Pending,
  { attemptId, code, now }: { readonly attemptId: string; readonly code: string | null; readonly now: number },
): PendingTurn<Pending> {
  const { lease } = pending;
  const isOwn = lease?.attemptId === attemptId;
  const until = lease === null ? now : lease.takenAt + LEASE_MS;
  if (!isOwn && until > now) return { granted: false, until };
  const isNewCode = isOwn ? lease.isNewCode : code !== null && pending.code !== code;
  const next = { ...pending, lease: { attemptId, takenAt: now, isNewCode }, code: code ?? pending.code };
  return { granted: true, pending: next, isNewCode };
}

/** Gives the turn back. `null`: it is another call's by now. */
export function endConnection<Pending extends PendingConnection>(pending: Pending, attemptId: string): Pending | null {
  return pending.lease?.attemptId === attemptId ? { ...pending, lease: null } : null;
}
