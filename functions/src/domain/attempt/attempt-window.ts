import type { AttemptBudget } from "../../contract/attempts.ts";

/** Meta counts requests over a moving 72 hours (Meta, Cloud API reference, Registration). */
export const META_WINDOW_MS = 72 * 3_600_000;

/** How long one call may hold what it changes: longer than a function may run, so that two can never overlap. */
export const LEASE_MS = 120_000;

/**
 * How long a reservation counts. Meta counts from the request's arrival, we from its reservation, and a request arrives at most
 * one lease later; the rest is margin for clocks that run at different speeds.
 */
export const WINDOW_MS = META_WINDOW_MS + LEASE_MS + 180_000;

/** How a request stands whose outcome is open: nobody can say yet whether Meta did what was asked. */
export type OpenStatus = "outcome_unknown" | "meta_unavailable" | "awaiting_meta";

/** One request that was sent to Meta or may have been. Times are Firestore's, in ms since the epoch. */
export interface LedgerEntry {
  readonly attemptId: string;
  readonly reservedAt: number;
  /** Left out: the call has not written its end down, because it is under way or its instance died. */
  readonly end?: "final" | OpenStatus;
}

/** What is spent of one budget: Meta limits registering and deregistering a number separately. */
export interface Spending {
  readonly entries: readonly LedgerEntry[];
  readonly blockedUntil: number | null;
  /** Until when requests that others sent may count at Meta; left out: none are known of. */
  readonly elsewhereUntil?: number;
}

export type Operation = "register" | "deregister";

/** Meta's budget of each operation for one number in 72 hours (Meta, registration and deregistration references). */
export const META_LIMIT = 10;

/** How many requests an operation may spend. `registrationLimit`: this deployment's own budget, at most Meta's. */
export function limitOf(operation: Operation, registrationLimit: number): number {
  return operation === "register" ? registrationLimit : META_LIMIT;
}

/** The call that holds the number. `due`: when the number was to be read next, where that is no sooner than the end of the lease. */
export interface Lease {
  readonly attemptId: string;
  readonly takenAt: number;
  readonly due?: number;
}

/** Everything that decides whether a request for a number may be sent. One document a number. */
export interface Ledger {
  readonly register: Spending;
  readonly deregister: Spending;
  readonly lease: Lease | null;
  /** When the reconciler should read this number next; `null`: nothing is due. */
  readonly nextLookAt: number | null;
}

const NOTHING_SPENT: Spending = { entries: [], blockedUntil: null };
export const EMPTY_LEDGER: Ledger = {
  register: NOTHING_SPENT,
  deregister: NOTHING_SPENT,
  lease: null,
  nextLookAt: null,
};

/** Why a reservation is refused, and when asking again makes sense. */
export type Refusal =
  | { readonly reason: "leased"; readonly until: number }
  | { readonly reason: "blocked"; readonly until: number }
  | { readonly reason: "exhausted"; readonly until: number };

export type Reservation =
  | { readonly granted: true; readonly ledger: Ledger }
  | { readonly granted: false; readonly refusal: Refusal };

const counting = (spending: Spending, now: number): readonly LedgerEntry[] =>
  spending.entries.filter((entry) => entry.reservedAt > now - WINDOW_MS);

const blockAt = (spending: Spending, now: number): number | null =>
  spending.blockedUntil !== null && spending.blockedUntil > now ? spending.blockedUntil : null;

/** When the entry that stands in the way of the next attempt stops counting; `null` when none is spent. */
function nextFreeAt(entries: readonly LedgerEntry[], limit: number): number | null {
  const oldestFirst = entries.map((entry) => entry.reservedAt).toSorted((a, b) => a - b);
  const decisive = oldestFirst[Math.max(0, oldestFirst.length - limit)];
  return decisive === undefined ? null : decisive + WINDOW_MS;
}

/** Whether the lease of another attempt still holds. */
export function liveLease(ledger: Ledger, now: number): { attemptId: string; until: number } | null {
  if (ledger.lease === null) return null;
  const until = ledger.lease.takenAt + LEASE_MS;
  return until > now ? { attemptId: ledger.lease.attemptId, until } : null;
}

/**
 * Asks for one attempt and the number's lease. Asking twice with the same `attemptId` is asking once, so a lost
 * acknowledgement can simply be asked again. `now` is the server's time, `limit` this deployment's budget (at most Meta's ten).
 */
export function reserve(
  ledger: Ledger,
  ask: { readonly operation: Operation; readonly attemptId: string; readonly now: number; readonly limit: number },
): Reservation {
  const { operation, attemptId, now, limit } = ask;
  const spending = ledger[operation];
  if (spending.entries.some((entry) => entry.attemptId === attemptId)) return { granted: true, ledger };
  const lease = liveLease(ledger, now);
  if (lease !== null) return { granted: false, refusal: { reason: "leased", until: lease.until } };
  const block = blockAt(spending, now);
  if (block !== null) return { granted: false, refusal: { reason: "blocked", until: block } };
  const entries = counting(spending, now);
  if (entries.length >= limit) {
    return { granted: false, refusal: { reason: "exhausted", until: nextFreeAt(entries, limit) ?? now + WINDOW_MS } };
  }
  const taken = {
    ...ledger,
    [operation]: { ...spending, entries: [...entries, { attemptId, reservedAt: now }], blockedUntil: null },
    lease: { attemptId, takenAt: now },
  };
  return { granted: true, ledger: withNextLook(taken, ledger.nextLookAt) };
}

/**
 * Has the number read at a time, or when its lease ends if that is sooner. Then the lease keeps the time, which must not be
 * forgotten: another attempt may be open.
 */
export function withNextLook(ledger: Ledger, time: number | null): Ledger {
  if (ledger.lease === null) return { ...ledger, nextLookAt: time };
  const { attemptId, takenAt } = ledger.lease;
  const leaseEnd = takenAt + LEASE_MS;
  const due = time !== null && time >= leaseEnd ? { due: time } : {};
  return { ...ledger, lease: { attemptId, takenAt, ...due }, nextLookAt: earlier(time, leaseEnd) };
}

/** Ends an attempt: gives up its lease, and takes back the count where nothing was sent. A lease that others hold by now is left alone. */
export function conclude(
  ledger: Ledger,
  end: {
    readonly operation: Operation;
    readonly attemptId: string;
    readonly now: number;
    readonly spent: boolean;
    /** Nobody can say yet whether Meta did what was asked; `null` or left out: the end is final. */
    readonly open?: OpenStatus | null;
    /** Meta said that the budget is used up: nothing may be sent for another 72 hours. */
    readonly blocked: boolean;
    readonly nextLookAt: number | null;
  },
): Ledger {
  const { operation, attemptId, now } = end;
  const spending = ledger[operation];
  const entries = end.spent
    ? withEnd(spending.entries, attemptId, end.open ?? "final")
    : spending.entries.filter((entry) => entry.attemptId !== attemptId);
  const blockedUntil = end.blocked ? now + WINDOW_MS : spending.blockedUntil;
  const lease = ledger.lease?.attemptId === attemptId ? ledger.lease : null;
  return {
    ...ledger,
    [operation]: outspent({ ...spending, entries, blockedUntil }, end.blocked, now),
    lease: lease === null ? ledger.lease : null,
    nextLookAt: earlier(lease === null ? ledger.nextLookAt : dueBesides(lease, ledger.nextLookAt), end.nextLookAt),
  };
}

/** Meta refused for its count while ours was lower: others have spent the rest. */
function outspent(spending: Spending, blocked: boolean, now: number): Spending {
  return blocked && counting(spending, now).length < META_LIMIT ? spentElsewhere(spending, now) : spending;
}

/** The spending of a budget that others spend from, too: for as long as one of their requests may count, `remaining` is only an upper bound. */
export function spentElsewhere(spending: Spending, now: number): Spending {
  return { ...spending, elsewhereUntil: Math.max(spending.elsewhereUntil ?? 0, now + WINDOW_MS) };
}

/** The entries with the end of one of them. A final end stays: a look found it while the call was frozen. */
export function withEnd(
  entries: readonly LedgerEntry[],
  attemptId: string,
  end: "final" | OpenStatus,
): readonly LedgerEntry[] {
  return entries.map((entry) => (entry.attemptId === attemptId && entry.end !== "final" ? { ...entry, end } : entry));
}

/** A look that is due for another reason than this lease: an abandoned or open attempt, or an event. It stays due. */
function dueBesides({ takenAt, due }: Lease, nextLookAt: number | null): number | null {
  return nextLookAt !== null && nextLookAt < takenAt + LEASE_MS ? nextLookAt : (due ?? null);
}

/** The earlier of two times; `null` is no time at all. */
export function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The budget as callers and operators see it. While Meta blocks, nothing remains, whatever was counted. */
export function budgetOf(spending: Spending, now: number, limit: number): AttemptBudget {
  const entries = counting(spending, now);
  const blockedUntil = blockAt(spending, now);
  return {
    used: entries.length,
    limit,
    remaining: blockedUntil === null ? Math.max(0, limit - entries.length) : 0,
    nextFreeAt: iso(nextFreeAt(entries, limit)),
    blockedUntil: iso(blockedUntil),
    spentElsewhere: (spending.elsewhereUntil ?? 0) > now,
  };
}
