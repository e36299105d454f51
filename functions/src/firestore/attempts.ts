import { Timestamp, type DocumentSnapshot, type Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptRequest, Attempts, Settlement } from "../app/ports.ts";
import { budgetOf, conclude, reserve, type Ledger, type Refusal } from "../domain/attempt-window.ts";
import { failure, outcomeOfLedgerRefusal } from "../domain/outcome.ts";
import { changedDocument, registrationRecord } from "../domain/phone-number-document.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument, type StoredNumber } from "./number-document.ts";
import { attemptRef, ledgerRef, phoneNumberRef } from "./paths.ts";
import { revise, type Revision } from "./revise.ts";

const RESERVE_WITHIN_MS = 8000;
const SETTLE_WITHIN_MS = 10_000;
/** Audit documents outlive the window of the budget by far, but not for ever: Firestore's TTL policy removes them. */
const AUDIT_KEPT_MS = 400 * 86_400_000;

interface State {
  readonly ledger: Ledger;
  readonly document: StoredNumber;
}

/** The attempt ledger in Firestore. `limit` is this deployment's budget of requests in 72 hours. */
export function firestoreAttempts(db: Firestore, limit: number): Attempts {
  const refs = ({ phoneNumberId }: AttemptRequest) => [ledgerRef(db, phoneNumberId), phoneNumberRef(db, phoneNumberId)];
  const audit = ({ phoneNumberId, attemptId }: AttemptRequest) => attemptRef(db, phoneNumberId, attemptId);

  return {
    reserve: (request) =>
      revise<AttemptAnswer>(db, refs(request), RESERVE_WITHIN_MS, (snapshots, now) => {
        const state = readState(snapshots);
        const reservation = reserve(state.ledger, { ...request, now, limit });
        if (!reservation.granted) return refuse(request, state, reservation.refusal, { now, limit });
        const attempts = budgetOf(reservation.ledger[request.operation], now, limit);
        const answer: AttemptAnswer = { granted: true, attempts, now };
        if (reservation.ledger === state.ledger) return { answer };
        const registration = registrationRecord(failure("in_progress"), { ...request, attempts, now });
        return {
          answer,
          documents: [
            ledgerDocument(reservation.ledger),
            changedDocument(state.document, { registration, attempts }, now),
          ],
          also: (batch) => {
            batch.create(audit(request), {
              operation: request.operation,
              reservedAt: registration.at,
              by: request.by,
              status: registration.status,
              settledAt: null,
              message: null,
              graphError: null,
              forced: request.forced,
              dataLocalizationRegion: request.dataLocalizationRegion,
              before: state.document.meta ?? null,
              expireAt: Timestamp.fromMillis(now + AUDIT_KEPT_MS),
            });
          },
        };
      }),

    settle: (request, end) =>
      revise<Settlement>(db, refs(request), SETTLE_WITHIN_MS, (snapshots, now) => {
        const state = readState(snapshots);
        const holdsLease = state.ledger.lease?.attemptId === request.attemptId;
        const nextLookAt = end.lookAgainInMs === null ? null : now + end.lookAgainInMs;
        const ledger = conclude(state.ledger, { ...request, ...end, now, nextLookAt });
        const attempts = budgetOf(ledger[request.operation], now, limit);
        const registration = registrationRecord(end.outcome, { ...request, attempts, now });
        const change = { view: end.view, attempts, ...(holdsLease ? { registration } : {}) };
        const { status, message, graphError } = registration;
        return {
          answer: { attempts, now },
          documents: [ledgerDocument(ledger), changedDocument(state.document, change, now)],
          also: (batch) => {
            if (!end.spent) batch.delete(audit(request));
            else
              batch.set(audit(request), { status, message, graphError, settledAt: registration.at }, { merge: true });
          },
        };
      }),
  };
}

function readState([ledger, number]: readonly DocumentSnapshot[]): State {
  if (ledger === undefined || number === undefined)
    throw new TypeError("Firestore answered fewer documents than asked.");
  return { ledger: readLedger(ledger), document: readNumberDocument(number) };
}

/** A live lease changes nothing; a used-up budget is written down, once. */
function refuse(
  request: AttemptRequest,
  state: State,
  refusal: Refusal,
  { now, limit }: { now: number; limit: number },
): Revision<AttemptAnswer> {
  const attempts = budgetOf(state.ledger[request.operation], now, limit);
  const answer: AttemptAnswer = { granted: false, refusal, attempts, now };
  if (refusal.reason === "leased") return { answer };
  const registration = registrationRecord(outcomeOfLedgerRefusal(refusal, now), { ...request, attempts, now });
  const known = state.document.registration;
  if (known?.status === registration.status && known.retryAt === registration.retryAt) return { answer };
  return { answer, documents: [undefined, changedDocument(state.document, { registration, attempts }, now)] };
}
