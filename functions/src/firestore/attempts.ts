import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptEnd, AttemptRequest, Attempts, Settlement } from "../app/ports.ts";
import type { AttemptDocument, MetaView } from "../contract/phone-number.ts";
import { ADVICE } from "../domain/advice/advice.ts";
import { budgetOf, conclude, limitOf, reserve, type Ledger, type Refusal } from "../domain/attempt/attempt-window.ts";
import { openEnd, openStatus } from "../domain/attempt/open-attempt.ts";
import { beginning, changeAfter, changeBefore } from "../domain/lifecycle/attempt-change.ts";
import { HEALTHY_LOOK_MS } from "../domain/lifecycle/next-look.ts";
import { changedDocument, registrationRecord } from "../domain/lifecycle/phone-number-document.ts";
import { refusedByLedger, type AttemptOutcome } from "../domain/outcome/attempt.ts";
import { auditDocument } from "./audit-document.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument, type StoredNumber } from "./number-document.ts";
import { attemptRef, ledgerRef, phoneNumberRef } from "./paths.ts";
import { revise, type Revision } from "./revise.ts";

const RESERVE_WITHIN_MS = 8000;
const SETTLE_WITHIN_MS = 10_000;

interface State {
  readonly ledger: Ledger;
  readonly document: StoredNumber;
}

/** The attempt ledger in Firestore. `registrationLimit` is this deployment's budget of registrations in 72 hours. */
export function firestoreAttempts(db: Firestore, registrationLimit: number): Attempts {
  const refs = ({ phoneNumberId }: AttemptRequest) => [ledgerRef(db, phoneNumberId), phoneNumberRef(db, phoneNumberId)];
  const audit = ({ phoneNumberId, attemptId }: AttemptRequest) => attemptRef(db, phoneNumberId, attemptId);

  return {
    reserve: (request) =>
      revise<AttemptAnswer>(db, refs(request), RESERVE_WITHIN_MS, (snapshots, now) => {
        const state = readState(snapshots);
        const limit = limitOf(request.operation, registrationLimit);
        const reservation = reserve(state.ledger, { ...request, now, limit });
        if (!reservation.granted) return refuse(request, state, reservation.refusal, { now, limit });
        const attempts = budgetOf(reservation.ledger[request.operation], now, limit);
        const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);
        const known = state.document.registration ?? null;
        const answer: AttemptAnswer = { granted: true, attempts, now, known, open };
        // A reservation whose acknowledgement was lost is met again.
        if (reservation.ledger === state.ledger) return { answer };
        const record = beginning({ by: request.by, attempts, now });
        const change = changeBefore(request.operation, record, { attempts, open });
        return {
          answer,
          documents: [
            ledgerDocument(reservation.ledger),
            change === null ? undefined : changedDocument(state.document, change, now),
          ],
          also: (batch) => {
            batch.create(audit(request), auditDocument(begun(request, record.at, state.document.meta ?? null), now));
          },
        };
      }),

    settle: (request, end) =>
      revise<Settlement>(db, refs(request), SETTLE_WITHIN_MS, (snapshots, now) => {
        const limit = limitOf(request.operation, registrationLimit);
        const { ledger, document, attempts, record } = settled(readState(snapshots), request, end, { now, limit });
        const { status, message, graphError } = record;
        return {
          answer: { attempts, now },
          documents: [ledgerDocument(ledger), document],
          also: (batch) => {
            if (!end.spent) batch.delete(audit(request));
            else
              batch.set(
                audit(request),
                { status, message, graphError, settledAt: end.lookAgainInMs === null ? record.at : null },
                { merge: true },
              );
          },
        };
      }),
  };
}

/** The ledger and the number's document after an attempt ended. */
function settled(
  { ledger: before, document }: State,
  request: AttemptRequest,
  end: AttemptEnd<AttemptOutcome>,
  { now, limit }: { readonly now: number; readonly limit: number },
) {
  const { operation, attemptId, by } = request;
  const holdsLease = before.lease?.attemptId === attemptId;
  const nextLookAt = now + (end.lookAgainInMs ?? HEALTHY_LOOK_MS);
  const open = end.lookAgainInMs === null ? null : openStatus(end.outcome.status);
  const ledger = conclude(before, { ...request, ...end, now, nextLookAt, open });
  const attempts = budgetOf(ledger[operation], now, limit);
  const record = registrationRecord(end.outcome, { by, attempts, now });
  const earlier = openEnd(ledger[operation].entries, now, attemptId);
  const at = { attempts, holdsLease, open: earlier, known: document.registration };
  const change = changeAfter(operation, end, record, at);
  return { ledger, attempts, record, document: changedDocument(document, change, now) };
}

function readState([ledger, number]: readonly DocumentSnapshot[]): State {
  if (ledger === undefined || number === undefined)
    throw new TypeError("Firestore answered fewer documents than asked.");
  return { ledger: readLedger(ledger), document: readNumberDocument(number) };
}

/** The audit of an attempt whose end nobody knows yet. */
function begun(
  request: AttemptRequest,
  reservedAt: string,
  before: MetaView | null,
): Omit<AttemptDocument, "expireAt"> {
  const { operation, by, forced, dataLocalizationRegion } = request;
  const unknown = { status: "in_progress", settledAt: null, message: null, graphError: null } as const;
  return { operation, by, forced, dataLocalizationRegion, reservedAt, before, ...unknown };
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
  const record = registrationRecord(refusedByLedger(ADVICE, refusal, now), { by: request.by, attempts, now });
  const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);
  const change = changeBefore(request.operation, record, { attempts, open });
  const known = state.document.registration;
  if (change === null || (known?.status === record.status && known.retryAt === record.retryAt)) return { answer };
  return { answer, documents: [undefined, changedDocument(state.document, change, now)] };
}
