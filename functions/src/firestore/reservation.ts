import { FieldValue, type DocumentData, type Firestore, type WriteBatch } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptRequest } from "../app/ports.ts";
import type { AttemptDocument, MetaView, PhoneNumberDocument } from "../contract/phone-number.ts";
import { budgetOf, conclude, liveLease, reserve, type Refusal } from "../domain/attempt/attempt-window.ts";
import { openEnd } from "../domain/attempt/open-attempt.ts";
import { rebuiltLedger, type AuditedAttempt } from "../domain/attempt/rebuilt-ledger.ts";
import { beginning, changeBefore, changeOnRefusal, isRecordOf } from "../domain/lifecycle/attempt-change.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { auditRef, readAttemptState, type AttemptState } from "./attempt-state.ts";
import { auditDocument } from "./audit-document.ts";
import { countedLedgerDocument, isCounted, ledgerDocument } from "./ledger-document.ts";
import type { Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

/** Firestore's time in ms, and this deployment's budget of the operation in 72 hours. */
export interface ReservationTerms {
  readonly now: number;
  readonly limit: number;
}

/** What a reservation is decided on. */
export interface ReservationState extends AttemptState {
  /** This call's own reservation was taken out of it: it was written before everything was counted, or by a clock that is behind. */
  readonly isAgain: boolean;
}

/**
 * The state with a ledger that counts everything; `null`: that of the audit documents has to be known first. Whatever else creates a
 * ledger counts nothing, so a ledger is taken for whole only where a reservation has counted it.
 */
export function countedState(
  snapshots: readonly StandingDocument[],
  audited: readonly AuditedAttempt[] | null,
  { operation, attemptId, by }: AttemptRequest,
  now: number,
): ReservationState | null {
  const state = { ...readAttemptState(snapshots), isAgain: false };
  const own = state.ledger[operation].entries.find((entry) => entry.attemptId === attemptId);
  const { registration, attempts: _counting, ...withoutRecord } = state.document;
  const nothing = { operation, attemptId, now, spent: false, blocked: false, nextLookAt: null };
  if (snapshots[0] !== undefined && isCounted(snapshots[0])) {
    if (own === undefined || liveLease(state.ledger, now)?.attemptId === attemptId) return state;
    // It was dated by a clock that is behind, and its lease had ended before it was heard of: another call has counted it meanwhile.
    const document = isRecordOf(registration, { by, reservedAt: own.reservedAt }) ? withoutRecord : state.document;
    return { ...state, ledger: conclude(state.ledger, nothing), document, isAgain: true };
  }
  if (audited === null) return null;
  const others = audited.filter((attempt) => attempt.attemptId !== attemptId);
  const rebuilt = (ledger: AttemptState["ledger"]) => rebuiltLedger(ledger, others, now);
  if (own === undefined) return { ...state, ledger: rebuilt(state.ledger) };
  return { ...state, ledger: rebuilt(conclude(state.ledger, nothing)), document: withoutRecord, isAgain: true };
}

/** What is to be written for a reservation, or why there is none. */
export function reservation(
  db: Firestore,
  request: AttemptRequest,
  state: ReservationState,
  terms: ReservationTerms,
): Revision<AttemptAnswer> {
  const taken = reserve(state.ledger, { ...request, ...terms });
  if (!taken.granted) return refuse(db, request, state, taken.refusal, terms);
  const { now, limit } = terms;
  const attempts = budgetOf(taken.ledger[request.operation], now, limit);
  const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);
  const known = state.document.registration ?? null;
  const answer: AttemptAnswer = { granted: true, attempts, now, known, open, waits: state.waits };
  // A reservation whose acknowledgement was lost is met again.
  if (taken.ledger === state.ledger) return { answer };
  const record = beginning({ by: request.by, attempts, now });
  const change = changeBefore(request.operation, record, { attempts, open });
  return {
    answer,
    documents: [
      countedLedgerDocument(taken.ledger),
      change === null ? undefined : withoutOld(state, changedDocument(state.document, change, now)),
    ],
    also: (batch) => {
      const audit = auditDocument(begun(request, record.at, state.document.meta ?? null), now);
      if (state.isAgain) batch.set(auditRef(db, request), audit);
      else batch.create(auditRef(db, request), audit);
    },
  };
}

/** A revision with the documents that it creates. */
export interface FirstReservation extends Omit<Revision<AttemptAnswer>, "documents"> {
  readonly ledger: DocumentData;
  readonly number: DocumentData;
}

/**
 * The same for a number about which nothing has been read: its ledger says of itself that it may not count
 * everything. `null`: the operation's beginning is not written into the number's document, so that nothing would tell of one.
 */
export function firstReservation(
  db: Firestore,
  request: AttemptRequest,
  terms: ReservationTerms,
  nothing: readonly StandingDocument[],
): FirstReservation | null {
  const state = { ...readAttemptState(nothing), isAgain: false };
  const { documents: [, number] = [], ...revision } = reservation(db, request, state, terms);
  const taken = reserve(state.ledger, { ...request, ...terms });
  return taken.granted && number !== undefined ? { ...revision, ledger: ledgerDocument(taken.ledger), number } : null;
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

/** A document is written field by field: the record of a reservation that was taken out goes only if that is said. */
function withoutOld({ isAgain }: ReservationState, document: PhoneNumberDocument): DocumentData {
  return isAgain && document.registration === undefined ? { ...document, registration: FieldValue.delete() } : document;
}

function refuse(
  db: Firestore,
  request: AttemptRequest,
  state: ReservationState,
  refusal: Refusal,
  { now, limit }: ReservationTerms,
): Revision<AttemptAnswer> {
  const attempts = budgetOf(state.ledger[request.operation], now, limit);
  const answer: AttemptAnswer = { granted: false, refusal, attempts, now };
  const undoing = state.isAgain
    ? {
        documents: [
          countedLedgerDocument(state.ledger),
          request.operation === "register"
            ? withoutOld(state, changedDocument(state.document, { attempts }, now))
            : undefined,
        ],
        also: (batch: WriteBatch) => void batch.delete(auditRef(db, request)),
      }
    : {};
  const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);
  const about = { by: request.by, attempts, open, known: state.document.registration, now };
  const change = changeOnRefusal(request.operation, refusal, about);
  if (change === null) return { answer, ...undoing };
  const document = changedDocument(state.document, change, now);
  return { answer, ...undoing, documents: [undoing.documents?.[0], document] };
}
