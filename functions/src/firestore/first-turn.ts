import { FieldValue, type Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptRequest } from "../app/ports.ts";
import { attemptRefs } from "./attempt-state.ts";
import { hasOtherAttempts } from "./audited-attempts.ts";
import { firstReservation, type ReservationTerms } from "./reservation.ts";
import { carryOut, read, type Reading } from "./revise.ts";
import { absent, overwritten } from "./standing-document.ts";

/** By so much this machine's time may differ from Firestore's and still stand in for it. The lease outlasts the longest call by more. */
const TOLERATED_SKEW_MS = 5000;

/** What one round trip has brought. */
export interface FirstTurn {
  /** The number's first reservation, made at once; `null`: it has to be made by what stands already. */
  readonly made: { readonly answer: AttemptAnswer; readonly reading: Reading } | null;
  /** How the documents stood; left out: they could not be read. */
  readonly known?: Reading;
  /** Whether no audit document tells of an attempt that counts. `false`: one does, or it is not known. */
  readonly isUnspent: boolean;
}

/**
 * Tries to reserve by creating the documents (optimistic concurrency), reads them, and looks for earlier attempts, all at once. Of a
 * number that has documents nothing is created. Until Firestore has answered, its time is not known: the reservation is dated by this
 * machine's, and taken for made only where Firestore then tells about the same. `now` of the terms: this machine's time.
 */
export async function firstTurn(
  db: Firestore,
  request: AttemptRequest,
  terms: ReservationTerms,
  endsAt: number,
): Promise<FirstTurn> {
  const [created, known, others] = await Promise.all([
    unlessFailed(create(db, request, terms, endsAt)),
    unlessFailed(read(db, attemptRefs(db, request), endsAt)),
    unlessFailed(hasOtherAttempts(db, request, terms.now, endsAt)),
  ]);
  const isTimely = (now: number): boolean => Math.abs(now - terms.now) <= TOLERATED_SKEW_MS;
  const isUnspent = others === false;
  if (created !== null && isUnspent && isTimely(created.reading.now)) return { made: created, isUnspent };
  // What was created is read once more, so that a reading from before it is of no use.
  if (created !== null || known === null) return { made: null, isUnspent: false };
  return { made: null, known, isUnspent: isUnspent && isTimely(known.now) };
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
  // By Firestore's time, which the reconciler goes by: it finds a lease then, and looks again when that has ended.
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
