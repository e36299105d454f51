import type { AttemptAnswer, AttemptRequest, Attempts } from "../app/ports.ts";
import type { PhoneNumberDocument } from "../contract/phone-number.ts";
import { budgetOf, conclude, EMPTY_LEDGER, limitOf, reserve, type Ledger } from "../domain/attempt/attempt-window.ts";
import { openUntil, type OpenAttempt } from "../domain/attempt/open-attempt.ts";
import { beginning, changeAfter, changeBefore } from "../domain/lifecycle/attempt-change.ts";
import { HEALTHY_LOOK_MS } from "../domain/lifecycle/next-look.ts";
import { changedDocument, registrationRecord } from "../domain/lifecycle/phone-number-document.ts";
import { outcomeOfLedgerRefusal } from "../domain/outcome/registration.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What goes wrong with one call: nothing is written; it is written and the word of it is lost; it only takes its time. */
export type StoreFault = "unavailable" | "lost_ack" | { readonly delayMs: number };

/** An attempt as its audit document has it. Times in ms. */
export interface AuditEntry extends Omit<OpenAttempt, "attemptId"> {
  readonly settledAt: number | null;
}

/** Everything that is kept of one number. */
export interface StoredNumber {
  ledger: Ledger;
  document: PhoneNumberDocument | undefined;
  /** By attempt id: what the audit document says. */
  readonly audit: Map<string, AuditEntry>;
}

/** A database in memory, which several instances may share. */
export interface MemoryStore {
  readonly numbers: Map<string, StoredNumber>;
  number(phoneNumberId: string): StoredNumber;
}

export function memoryStore(): MemoryStore {
  const numbers = new Map<string, StoredNumber>();
  return {
    numbers,
    number: (phoneNumberId) => {
      const known = numbers.get(phoneNumberId) ?? { ledger: EMPTY_LEDGER, document: undefined, audit: new Map() };
      numbers.set(phoneNumberId, known);
      return known;
    },
  };
}

export interface MemoryAttempts {
  readonly store: MemoryStore;
  readonly time: VirtualTime;
  readonly limit: number;
  /** Asked once before each call. */
  readonly fault?: (step: "reserve" | "settle", request: AttemptRequest) => StoreFault | undefined;
}

/** The attempt ledger in memory: the domain's own rules, atomic as Firestore's commits are, with faults on demand. */
export function memoryAttempts({ store, time, limit, fault }: MemoryAttempts): Attempts {
  const step = async <Answer>(
    name: "reserve" | "settle",
    request: AttemptRequest,
    write: (known: StoredNumber, now: number) => Answer,
  ): Promise<Answer> => {
    const trouble = fault?.(name, request);
    if (trouble === "unavailable") throw new Error("The store cannot be reached.");
    if (typeof trouble === "object") await time.sleep(trouble.delayMs);
    const answer = write(store.number(request.phoneNumberId), time.now());
    if (trouble === "lost_ack") throw new Error("The store did not answer.");
    return answer;
  };

  return {
    reserve: (request) => step("reserve", request, (known, now) => writeReservation(known, request, now, limit)),
    settle: (request, end) =>
      step("settle", request, (known, now) => {
        const held = known.ledger.lease?.attemptId === request.attemptId;
        const nextLookAt = now + (end.lookAgainInMs ?? HEALTHY_LOOK_MS);
        known.ledger = conclude(known.ledger, { ...request, ...end, now, nextLookAt });
        const attempts = budgetOf(known.ledger[request.operation], now, limitOf(request.operation, limit));
        const record = registrationRecord(end.outcome, { by: request.by, attempts, now });
        const change = changeAfter(request.operation, end, record, { attempts, holdsLease: held });
        known.document = changedDocument(known.document, change, now);
        if (end.spent)
          known.audit.set(request.attemptId, {
            ...(known.audit.get(request.attemptId) ?? begun(request, known, now)),
            status: end.outcome.status,
            settledAt: end.lookAgainInMs === null ? now : null,
          });
        else known.audit.delete(request.attemptId);
        return { attempts, now };
      }),
  };
}

function writeReservation(
  known: StoredNumber,
  request: AttemptRequest,
  now: number,
  registrationLimit: number,
): AttemptAnswer {
  const limit = limitOf(request.operation, registrationLimit);
  const reservation = reserve(known.ledger, { ...request, now, limit });
  if (!reservation.granted) {
    const attempts = budgetOf(known.ledger[request.operation], now, limit);
    const { refusal } = reservation;
    const record = registrationRecord(outcomeOfLedgerRefusal(refusal, now), { by: request.by, attempts, now });
    const change = refusal.reason === "leased" ? null : changeBefore(request.operation, record, attempts);
    if (change !== null) known.document = changedDocument(known.document, change, now);
    return { granted: false, refusal, attempts, now };
  }
  const attempts = budgetOf(reservation.ledger[request.operation], now, limit);
  const before = known.document?.registration ?? null;
  const open = openUntil(before, known.ledger.register.entries, now);
  if (reservation.ledger !== known.ledger) {
    const entry = begun(request, known, now);
    known.ledger = reservation.ledger;
    const change = changeBefore(request.operation, beginning({ by: request.by, attempts, now }), attempts);
    if (change !== null) known.document = changedDocument(known.document, change, now);
    known.audit.set(request.attemptId, entry);
  }
  return { granted: true, attempts, now, known: before, openUntil: open };
}

const begun = ({ operation }: AttemptRequest, { document }: StoredNumber, now: number): AuditEntry => ({
  operation,
  status: "in_progress",
  reservedAt: now,
  before: document?.meta ?? null,
  settledAt: null,
});
