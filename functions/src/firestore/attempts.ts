import type { Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, AttemptRequest, Attempts, Clock } from "../app/ports.ts";
import type { AttemptDocument, MetaView } from "../contract/phone-number.ts";
import { ADVICE } from "../domain/advice/advice.ts";
import { budgetOf, limitOf, reserve, type Refusal } from "../domain/attempt/attempt-window.ts";
import { openEnd } from "../domain/attempt/open-attempt.ts";
import { rebuiltLedger, type AuditedAttempt } from "../domain/attempt/rebuilt-ledger.ts";
import { beginning, changeBefore } from "../domain/lifecycle/attempt-change.ts";
import { changedDocument, registrationRecord } from "../domain/lifecycle/phone-number-document.ts";
import { refusedByLedger } from "../domain/outcome/attempt.ts";
import { attemptRefs, auditRef, readAttemptState, type AttemptState } from "./attempt-state.ts";
import { auditDocument } from "./audit-document.ts";
import { auditedAttempts } from "./audited-attempts.ts";
import { countedLedgerDocument, isCounted } from "./ledger-document.ts";
import { revise, type Reading, type Revision } from "./revise.ts";
import { settleAttempt } from "./settle-attempt.ts";
import type { StandingDocument } from "./standing-document.ts";
import { within } from "./within.ts";

const RESERVE_WITHIN_MS = 8000;

/** The ledger was not counted at this time, in ms: the audit documents have to be looked at. */
interface Uncounted {
  readonly uncountedAt: number;
}

/** A reservation of this process, whose settlement need not read the documents again: how it left them, and the time since, in ms. */
interface Reserved {
  readonly reading: Reading;
  readonly elapsed: () => number;
}

/** By the wall clock, which does not stand still while an instance is frozen. */
const wallClock: Pick<Clock, "stopwatch"> = {
  stopwatch: () => {
    const startedAt = Date.now();
    return () => Math.max(0, Date.now() - startedAt);
  },
};

/** The attempt ledger in Firestore. `registrationLimit` is this deployment's budget of registrations in 72 hours. */
export function firestoreAttempts(db: Firestore, registrationLimit: number, clock = wallClock): Attempts {
  const reserved = new Map<string, Reserved>();

  const takeUp = (attemptId: string): Reading | undefined => {
    const held = reserved.get(attemptId);
    reserved.delete(attemptId);
    if (held === undefined) return undefined;
    const { reading, elapsed } = held;
    return { ...reading, now: reading.now + Math.floor(elapsed()) };
  };

  return {
    reserve: async (request, free) => {
      const endsAt = Date.now() + RESERVE_WITHIN_MS;
      const { attemptId } = request;
      const take = (audited: readonly AuditedAttempt[] | null, known?: Reading): Promise<AttemptAnswer | Uncounted> =>
        revise<AttemptAnswer | Uncounted>(
          db,
          attemptRefs(db, request),
          endsAt - Date.now(),
          (snapshots, now) => {
            const state = countedState(snapshots, audited, now);
            if (state === null) return { answer: { uncountedAt: now } };
            const limit = limitOf(request.operation, registrationLimit);
            const revision = reservation(db, request, state, { now, limit });
            if (revision.answer.granted) free?.();
            return revision;
          },
          { known, leaves: (reading) => reserved.set(attemptId, { reading, elapsed: clock.stopwatch() }) },
        );
      let answer = await take(null);
      if ("uncountedAt" in answer) {
        const audited = await within(endsAt, auditedAttempts(db, request.phoneNumberId, answer.uncountedAt));
        answer = await take(audited, takeUp(attemptId));
      }
      if ("uncountedAt" in answer) throw new TypeError("A ledger that was counted anew is not counted.");
      if (!answer.granted) reserved.delete(attemptId);
      return answer;
    },

    settle: (request, end) => {
      const limit = limitOf(request.operation, registrationLimit);
      return settleAttempt(db, request, end, { limit, known: takeUp(request.attemptId) });
    },
  };
}

/** What is to be written for a reservation, or why there is none. */
function reservation(
  db: Firestore,
  request: AttemptRequest,
  state: AttemptState,
  { now, limit }: { readonly now: number; readonly limit: number },
): Revision<AttemptAnswer> {
  const taken = reserve(state.ledger, { ...request, now, limit });
  if (!taken.granted) return refuse(request, state, taken.refusal, { now, limit });
  const attempts = budgetOf(taken.ledger[request.operation], now, limit);
  const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);
  const known = state.document.registration ?? null;
  const answer: AttemptAnswer = { granted: true, attempts, now, known, open };
  // A reservation whose acknowledgement was lost is met again.
  if (taken.ledger === state.ledger) return { answer };
  const record = beginning({ by: request.by, attempts, now });
  const change = changeBefore(request.operation, record, { attempts, open });
  return {
    answer,
    documents: [
      countedLedgerDocument(taken.ledger),
      change === null ? undefined : changedDocument(state.document, change, now),
    ],
    also: (batch) => {
      const before = state.document.meta ?? null;
      batch.create(auditRef(db, request), auditDocument(begun(request, record.at, before), now));
    },
  };
}

/**
 * The state with a ledger that counts everything; `null`: that of the audit documents has to be known first. Whatever else creates a
 * ledger counts nothing, so a ledger is taken for whole only where a reservation has counted it.
 */
function countedState(
  snapshots: readonly StandingDocument[],
  audited: readonly AuditedAttempt[] | null,
  now: number,
): AttemptState | null {
  const state = readAttemptState(snapshots);
  if (snapshots[0] !== undefined && isCounted(snapshots[0])) return state;
  return audited === null ? null : { ...state, ledger: rebuiltLedger(state.ledger, audited, now) };
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
  state: AttemptState,
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
