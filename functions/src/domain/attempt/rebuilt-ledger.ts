import type { AttemptDocument } from "../../contract/phone-number.ts";
import {
  earlier,
  LEASE_MS,
  META_LIMIT,
  WINDOW_MS,
  withNextLook,
  type Spending,
  type Lease,
  type Ledger,
  type LedgerEntry,
  type Operation,
} from "./attempt-window.ts";
import { openStatus } from "./open-attempt.ts";

/** An attempt as its audit document tells of it. Times in ms since the epoch. */
export interface AuditedAttempt {
  readonly attemptId: string;
  readonly operation: Operation;
  readonly status: AttemptDocument["status"];
  readonly reservedAt: number;
  /** `null`: its end is not final. */
  readonly settledAt: number | null;
}

/**
 * A ledger that was lost, or begun anew after that, with everything that the audit documents still know: what was spent, what Meta
 * blocks, what is open and which call holds the number. Counting from zero would let ten more requests be sent.
 */
export function rebuiltLedger(ledger: Ledger, attempts: readonly AuditedAttempt[], now: number): Ledger {
  const standing = attempts.filter(({ reservedAt }) => reservedAt > now - WINDOW_MS);
  if (standing.length === 0) return ledger;
  const spending = (operation: Operation): Spending =>
    rebuiltSpending(
      ledger[operation],
      standing.filter((attempt) => attempt.operation === operation),
    );
  const rebuilt = {
    ...ledger,
    register: spending("register"),
    deregister: spending("deregister"),
    lease: ledger.lease ?? leaseOf(standing, now),
  };
  const isOpen = standing.some(({ settledAt }) => settledAt === null);
  return isOpen ? withNextLook(rebuilt, earlier(ledger.nextLookAt, now)) : rebuilt;
}

function rebuiltSpending(spending: Spending, attempts: readonly AuditedAttempt[]): Spending {
  const { entries, blockedUntil } = spending;
  const known = new Set(entries.map(({ attemptId }) => attemptId));
  const missing = attempts.filter(({ attemptId }) => !known.has(attemptId)).map((attempt) => entryOf(attempt));
  const blocks = attempts
    .filter(({ status }) => status === "rate_limited")
    .map(({ settledAt, reservedAt }) => (settledAt ?? reservedAt) + WINDOW_MS);
  const all = [...entries, ...missing].toSorted((one, other) => one.reservedAt - other.reservedAt);
  const last = blocks.length === 0 ? null : Math.max(...blocks);
  return {
    ...spending,
    entries: all,
    blockedUntil: last === null ? blockedUntil : Math.max(blockedUntil ?? last, last),
    // Meta refused for its count while ours was lower.
    ...(last !== null && all.length < META_LIMIT
      ? { elsewhereUntil: Math.max(spending.elsewhereUntil ?? last, last) }
      : {}),
  };
}

function entryOf({ attemptId, reservedAt, status, settledAt }: AuditedAttempt): LedgerEntry {
  if (settledAt !== null) return { attemptId, reservedAt, end: "final" };
  return status === "in_progress" ? { attemptId, reservedAt } : { attemptId, reservedAt, end: openStatus(status) };
}

/** The call that may still be under way: its instance holds the number until its lease is over. */
function leaseOf(attempts: readonly AuditedAttempt[], now: number): Lease | null {
  const holder = attempts.find(({ status, reservedAt }) => status === "in_progress" && reservedAt > now - LEASE_MS);
  return holder === undefined ? null : { attemptId: holder.attemptId, takenAt: holder.reservedAt };
}
