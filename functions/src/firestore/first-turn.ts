import { FieldValue, type Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptRequest } from "../app/ports.ts";
import type { AuditedAttempt } from "../domain/attempt/rebuilt-ledger.ts";
import { attemptRefs } from "./attempt-state.ts";
import { auditedAttempts } from "./audited-attempts.ts";
import { firstReservation, type ReservationTerms } from "./reservation.ts";
import { carryOut, read, type Reading } from "./revise.ts";
import { absent, overwritten } from "./standing-document.ts";
import { within } from "./within.ts";

/** How far this machine's time may differ from Firestore's and still stand in for it. The lease outlasts the longest call by more. */
const TOLERATED_SKEW_MS = 5000;

/** What one round trip has brought. */
export interface FirstTurn {
  /** The number's first reservation, made at once; `null`: it has to be made by what stands already. */
  readonly made: { readonly answer: AttemptAnswer; readonly reading: Reading } | null;
  /** How the documents stand; left out: that is not known. */
  readonly known?: Reading;
  /** The attempts that count by the audit documents; `null`: that is not known. */
  readonly audited: readonly AuditedAttempt[] | null;
}

/**
 * Tries to reserve by creating the documents (optimistic concurrency), reads them, and looks for earlier attempts, all at once. Nothing is
 * created for a number that already has documents. Until Firestore has answered, its time is not known: the reservation is dated by this
 * machine's, and taken for made only where Firestore then tells about the same. `now` of the terms: this machine's time.
 */
export async function firstTurn(
  db: Firestore,
  request: AttemptRequest,
  terms: ReservationTerms,
  endsAt: number,
): Promise<FirstTurn> {
  const { phoneNumberId, attemptId } = request;
  const [created, found, audited] = await Promise.all([
    unlessFailed(create(db, request, terms, endsAt)),
    unlessFailed(read(db, attemptRefs(db, request), endsAt)),
    unlessFailed(within(endsAt, auditedAttempts(db, phoneNumberId, terms.now - TOLERATED_SKEW_MS))),
  ]);
  // What was read beside a creation may predate it.
  const known = created?.reading ?? found;
  if (known === null) return { made: null, audited: null };
  if (audited === null || Math.abs(known.now - terms.now) > TOLERATED_SKEW_MS)
    return { made: null, known, audited: null };
  const isFirst = audited.every((attempt) => attempt.attemptId === attemptId);
  return { made: isFirst ? created : null, known, audited };
}

async function create(
  db: Firestore,
  request: AttemptRequest,
  terms: ReservationTerms,
  endsAt: number,
): Promise<FirstTurn["made"]> {
  const snapshots = attemptRefs(db, request).map((ref) => absent(ref, terms.now));
  const revision = firstReservation(db, request, terms, snapshots);
  if (revision === null) return null;
  const { ledger, number } = revision;
  // Dated by Firestore's clock, which the reconciler uses: it finds a lease then, and looks again when that has ended.
  const due = { nextLookAt: FieldValue.serverTimestamp() };
  const documents = [{ ...ledger, ...due }, number];
  const left = await carryOut(db, { snapshots, now: terms.now }, { ...revision, documents }, endsAt);
  const [createdLedger, createdNumber] = left.snapshots;
  if (createdLedger?.updateTime === undefined || createdNumber === undefined) return null;
  const now = createdLedger.updateTime.toMillis();
  // As the settlement is to find it: nothing is due but the end of the lease.
  const known = overwritten(createdLedger, ledger, createdLedger.updateTime);
  return { answer: { ...revision.answer, now }, reading: { snapshots: [known, createdNumber], now } };
}

/** What failed is done in the usual way, which tells what is wrong. */
async function unlessFailed<Value>(promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch {
    return null;
  }
}
