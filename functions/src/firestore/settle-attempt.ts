import {
  Timestamp,
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type WriteBatch,
} from "firebase-admin/firestore";
import type { AttemptEnd, AttemptRequest, CallAhead, Settlement } from "../app/ports.ts";
import { WINDOW_MS, type Ledger } from "../domain/attempt/attempt-window.ts";
import type { CallWaits } from "../domain/attempt/call-lease.ts";
import { attemptSettled, othersNoticed, othersSpentTheRest } from "../domain/lifecycle/attempt-settled.ts";
import type { AttemptOutcome } from "../domain/outcome/attempt.ts";
import { attemptRefs, auditRef, readAttemptState, type AttemptState } from "./attempt-state.ts";
import { callAudit } from "./call-audit.ts";
import { waitsDocument } from "./call-waits.ts";
import { countedLedgerDocument, readLedger, unsettledLedgerDocument } from "./ledger-document.ts";
import { attemptRef, ledgerRef, newTransitionRef } from "./paths.ts";
import { revise, type Reading, type Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { transitionDocument } from "./transition-document.ts";
import { within } from "./within.ts";

const SETTLE_WITHIN_MS = 10_000;
const REMEMBER_WITHIN_MS = 3000;

/** This deployment's budget, and how the attempt's reservation left the documents, if this process made it. */
export interface SettledUnder {
  readonly limit: number;
  readonly known: Reading | undefined;
}

/**
 * Writes the end of an attempt down: at once, if nobody has changed the documents since the attempt was reserved, else after reading
 * them. A block of Meta's is remembered even where the rest cannot be. @throws Firestore's errors.
 */
export async function settleAttempt(
  db: Firestore,
  request: AttemptRequest,
  end: AttemptEnd<AttemptOutcome>,
  under: SettledUnder,
): Promise<Settlement> {
  try {
    return await settleWhole(db, request, end, under);
  } catch (error) {
    if (end.blocked) await rememberBlock(db, request).catch(() => undefined);
    throw error;
  }
}

function settleWhole(
  db: Firestore,
  request: AttemptRequest,
  end: AttemptEnd<AttemptOutcome>,
  { limit, known }: SettledUnder,
): Promise<Settlement> {
  const decide = (snapshots: readonly StandingDocument[], now: number): Revision<Settlement> => {
    const before = readAttemptState(snapshots);
    const { ledger, waits, document, attempts, record } = attemptSettled(before, request, end, { now, limit });
    const { status, message, graphError } = record;
    return {
      answer: { attempts, now },
      documents: [{ ...ledgerFields(before.ledger, request, ledger), ...changed(before.waits, waits) }, document],
      also: (batch) => {
        const transition = othersNoticed(before.document, document);
        if (transition !== null)
          batch.create(newTransitionRef(db, request.phoneNumberId), transitionDocument(transition, "call", now));
        if (end.ahead?.sent === true)
          auditAhead(batch, aheadRef(db, request), { before, request, ahead: end.ahead, now });
        if (!end.spent) batch.delete(auditRef(db, request));
        else
          batch.set(
            auditRef(db, request),
            { status, message, graphError, settledAt: end.lookAgainInMs === null ? record.at : null },
            { merge: true },
          );
      },
    };
  };
  return revise(db, attemptRefs(db, request), SETTLE_WITHIN_MS, decide, { known });
}

/** A ledger that holds the attempt counts everything: a first reservation, which did not say so itself, was made only where nothing else counted. */
function ledgerFields(before: Ledger, { operation, attemptId }: AttemptRequest, after: Ledger): DocumentData {
  const holds = before[operation].entries.some((entry) => entry.attemptId === attemptId);
  return holds ? countedLedgerDocument(after) : unsettledLedgerDocument(after);
}

/**
 * Meta said that nothing may be sent for 72 hours, and that could not be written down with the rest: then it is written by itself,
 * into whatever the ledger holds. What stands in the way of the whole (an unreadable ledger, too much contention, a text that
 * Firestore refuses) does not stand in the way of this.
 */
async function rememberBlock(db: Firestore, { phoneNumberId, operation }: AttemptRequest): Promise<void> {
  const endsAt = Date.now() + REMEMBER_WITHIN_MS;
  const ledger = await within(endsAt, ledgerRef(db, phoneNumberId).get());
  const until = Timestamp.fromMillis(ledger.readTime.toMillis() + WINDOW_MS);
  const block = { [`${operation}.blockedUntil`]: until };
  const others = othersSpentTheRest(readOrNull(ledger), operation, ledger.readTime.toMillis())
    ? { [`${operation}.elsewhereUntil`]: until }
    : {};
  await within(endsAt, ledger.ref.update({ ...block, ...others }));
}

/** Nothing is said of a ledger that cannot be read. */
function readOrNull(ledger: DocumentSnapshot): Ledger | null {
  try {
    return readLedger(ledger);
  } catch {
    return null;
  }
}

/** Waits that stand as they are stored are left alone. */
const changed = (before: CallWaits, waits: CallWaits): DocumentData => (waits === before ? {} : waitsDocument(waits));

/** The call that went ahead is a request to Meta of its own, and has an audit document of its own. */
const aheadRef = (db: Firestore, { phoneNumberId, attemptId }: AttemptRequest): DocumentReference =>
  attemptRef(db, phoneNumberId, `${attemptId}-ahead`);

interface AheadAudit {
  readonly before: AttemptState;
  readonly request: AttemptRequest;
  readonly ahead: CallAhead;
  readonly now: number;
}

function auditAhead(batch: WriteBatch, ref: DocumentReference, { before, request, ahead, now }: AheadAudit): void {
  const { operation, attemptId, by } = request;
  const entry = before.ledger[operation].entries.find((known) => known.attemptId === attemptId);
  batch.set(ref, callAudit({ call: ahead.call, by }, ahead, { takenAt: entry?.reservedAt ?? now, now }));
}
