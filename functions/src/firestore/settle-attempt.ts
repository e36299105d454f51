import {
  Timestamp,
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type WriteBatch,
} from "firebase-admin/firestore";
import type { AttemptEnd, AttemptRequest, CallAhead, Settlement } from "../app/ports.ts";
import type { PhoneNumberDocument } from "../contract/phone-number.ts";
import {
  budgetOf,
  conclude,
  earlier,
  liveLease,
  META_LIMIT,
  WINDOW_MS,
  withNextLook,
  type Ledger,
  type Operation,
} from "../domain/attempt/attempt-window.ts";
import type { CallWaits } from "../domain/attempt/call-lease.ts";
import { openEnd, openStatus } from "../domain/attempt/open-attempt.ts";
import { acceptedRegistration } from "../domain/lifecycle/accepted-registration.ts";
import { countingOthers } from "../domain/lifecycle/acted-elsewhere.ts";
import { changeAfter } from "../domain/lifecycle/attempt-change.ts";
import { HEALTHY_LOOK_MS } from "../domain/lifecycle/next-look.ts";
import { changedDocument, registrationRecord } from "../domain/lifecycle/phone-number-document.ts";
import { sendingLookInMs } from "../domain/lifecycle/sending-seen.ts";
import { transitionOf, type Transition } from "../domain/lifecycle/transition.ts";
import type { AttemptOutcome } from "../domain/outcome/attempt.ts";
import { attemptRefs, auditRef, readAttemptState, type AttemptState } from "./attempt-state.ts";
import { callAudit } from "./call-audit.ts";
import { waitsDocument } from "./call-waits.ts";
import { countedLedgerDocument, readLedger, unsettledLedgerDocument } from "./ledger-document.ts";
import type { StoredNumber } from "./number-document.ts";
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
    const { ledger, document, attempts, record } = settled(before, request, end, { now, limit });
    const { status, message, graphError } = record;
    return {
      answer: { attempts, now },
      documents: [
        { ...ledgerFields(before.ledger, request, ledger), ...waitsAfter(before.waits, end.ahead, now) },
        document,
      ],
      also: (batch) => {
        const transition = spendsElsewhere(before.document, document);
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
  const others = countsFewer(ledger, operation) ? { [`${operation}.elsewhereUntil`]: until } : {};
  await within(endsAt, ledger.ref.update({ ...block, ...others }));
}

/** What changed where this answer brought to light that others spend too; `null`: nothing that nobody called for. */
function spendsElsewhere(before: StoredNumber, after: PhoneNumberDocument): Transition | null {
  const isNew = after.attempts?.spentElsewhere === true && before.attempts?.spentElsewhere !== true;
  return isNew ? transitionOf(before, after) : null;
}

/** Whether the ledger counts fewer than Meta lets through: then others have spent the rest. Nothing is said of one that cannot be read. */
function countsFewer(ledger: DocumentSnapshot, operation: Operation): boolean {
  const now = ledger.readTime.toMillis();
  try {
    return budgetOf(readLedger(ledger)[operation], now, META_LIMIT).remaining > 0;
  } catch {
    return false;
  }
}

/** The wait that Meta named for the call that went ahead; where none was sent, the stored waits are left alone. */
function waitsAfter(waits: CallWaits, ahead: AttemptEnd["ahead"], now: number): DocumentData {
  if (ahead === undefined || ahead === null || !ahead.sent) return {};
  return waitsDocument({ ...waits, [ahead.call]: ahead.waitMs === null ? null : now + ahead.waitMs });
}

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

/** The ledger and the number's document after an attempt ended. */
function settled(
  { ledger: before, document }: AttemptState,
  request: AttemptRequest,
  end: AttemptEnd<AttemptOutcome>,
  { now, limit }: { readonly now: number; readonly limit: number },
) {
  const { operation, attemptId, by } = request;
  const holdsLease = before.lease?.attemptId === attemptId;
  const nextLookAt = now + (end.lookAgainInMs ?? HEALTHY_LOOK_MS);
  const open = end.lookAgainInMs === null ? null : openStatus(end.outcome.status);
  const concluded = conclude(before, { ...request, ...end, now, nextLookAt, open });
  // What a call that sent nothing has read shows what others did.
  const leased = liveLease(concluded, now) !== null;
  const ledger = end.spent ? concluded : countingOthers(concluded, document, { view: end.view, leased, now });
  const attempts = budgetOf(ledger[operation], now, limit);
  const record = registrationRecord(end.outcome, { by, attempts, now });
  const stillOpen = openEnd(ledger[operation].entries, now, attemptId);
  const at = { attempts, holdsLease, open: stillOpen, known: document.registration };
  const change = changeAfter(operation, end, record, at);
  const isRegistration = operation === "register" && end.spent;
  const accepted = isRegistration ? acceptedRegistration(end.outcome, { facts: document, view: end.view, now }) : null;
  const after = changedDocument(document, { ...change, ...(accepted === null ? {} : { accepted }) }, now);
  const soon = end.lookAgainInMs === null ? sendingLookInMs(after) : null;
  return {
    ledger: soon === null ? ledger : withNextLook(ledger, earlier(ledger.nextLookAt, now + soon)),
    attempts,
    record,
    document: after,
  };
}
