import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import * as z from "zod";
import { EMPTY_LEDGER, type Spending, type Lease, type Ledger } from "../domain/attempt/attempt-window.ts";
import { UnreadableLedger } from "../domain/attempt/unreadable-ledger.ts";
import type { StandingDocument } from "./standing-document.ts";

const time = z.instanceof(Timestamp).transform((stamp) => stamp.toMillis());

const EntryEnd = z.enum(["final", "outcome_unknown", "meta_unavailable", "awaiting_meta"]);

const spending = z.object({
  entries: z.array(z.object({ attemptId: z.string(), reservedAt: time, end: EntryEnd.exactOptional() })),
  blockedUntil: time.nullable(),
  elsewhereUntil: time.exactOptional(),
});

const LedgerDocument = z.object({
  register: spending,
  deregister: spending,
  lease: z.object({ attemptId: z.string(), takenAt: time, due: time.exactOptional() }).nullable(),
  nextLookAt: time.nullable(),
});

/** `whatsappLedgers/{phoneNumberId}` as the domain's ledger. @throws UnreadableLedger when it is none: counting nothing would be worse. */
export function readLedger(snapshot: StandingDocument): Ledger {
  if (!snapshot.exists) return EMPTY_LEDGER;
  const parsed = LedgerDocument.safeParse(snapshot.data());
  if (!parsed.success) throw new UnreadableLedger();
  return notLater(parsed.data, snapshot.updateTime?.toMillis() ?? Number.POSITIVE_INFINITY);
}

/** Nothing was reserved later than it was written: a machine whose clock is ahead may have died before it corrected that. */
function notLater({ register, deregister, lease, nextLookAt }: Ledger, writtenAt: number): Ledger {
  const believedTime = (ms: number): number => Math.min(ms, writtenAt);
  const believed = (of: Spending): Spending => ({
    ...of,
    entries: of.entries.map((entry) => ({ ...entry, reservedAt: believedTime(entry.reservedAt) })),
  });
  return {
    register: believed(register),
    deregister: believed(deregister),
    lease: lease === null ? null : { ...lease, takenAt: believedTime(lease.takenAt) },
    nextLookAt,
  };
}

const stamp = (ms: number | null): Timestamp | null => (ms === null ? null : Timestamp.fromMillis(ms));

const spendingDocument = ({ entries, blockedUntil, elsewhereUntil }: Spending): DocumentData => ({
  entries: entries.map(({ attemptId, reservedAt, end }) => ({
    attemptId,
    reservedAt: stamp(reservedAt),
    ...(end === undefined ? {} : { end }),
  })),
  blockedUntil: stamp(blockedUntil),
  ...(elsewhereUntil === undefined ? {} : { elsewhereUntil: stamp(elsewhereUntil) }),
});

const leaseDocument = ({ attemptId, takenAt, due }: Lease): DocumentData => ({
  attemptId,
  takenAt: stamp(takenAt),
  ...(due === undefined ? {} : { due: stamp(due) }),
});

/** The ledger as it is stored, times as Firestore timestamps so that `nextLookAt` can be queried. */
export function ledgerDocument(ledger: Ledger): DocumentData {
  return {
    register: spendingDocument(ledger.register),
    deregister: spendingDocument(ledger.deregister),
    lease: ledger.lease === null ? null : leaseDocument(ledger.lease),
    nextLookAt: stamp(ledger.nextLookAt),
  };
}

/** The ledger as whatever begins or ends an attempt stores it: whether all attempts are settled has to be found out anew. */
export function unsettledLedgerDocument(ledger: Ledger): DocumentData {
  return { ...ledgerDocument(ledger), isSettled: false };
}

/** The ledger as a look stores it that found no attempt unsettled. */
export function settledLedgerDocument(ledger: Ledger): DocumentData {
  return { ...ledgerDocument(ledger), isSettled: true };
}

/** The ledger as a reservation stores it: what the audit documents know is in it, so that it need not be looked for again. */
export function countedLedgerDocument(ledger: Ledger): DocumentData {
  return { ...unsettledLedgerDocument(ledger), isCounted: true };
}

/** Whether a reservation has stored this ledger, and so counted everything. Other writes leave the mark as it is. */
export function isCounted(snapshot: StandingDocument): boolean {
  return snapshot.get("isCounted") === true;
}

/**
 * Whether no audit document of the number is unsettled: a look has looked for one in vain since an attempt last began or ended.
 * The entries do not tell that: a late settlement may open an audit document again whose entry was closed by a look.
 */
export function isSettled(snapshot: StandingDocument): boolean {
  return snapshot.get("isSettled") === true;
}
