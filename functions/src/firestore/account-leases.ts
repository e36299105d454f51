import type { DocumentData, Firestore, WriteBatch } from "firebase-admin/firestore";
import type { AccountLeaseAnswer, AccountLeaseRequest, AccountLeases } from "../app/account-ports.ts";
import { endAccountLease, sendUnderLease, takeAccountLease } from "../domain/attempt/account-lease.ts";
import { addedNumber } from "../domain/lifecycle/adopted-number.ts";
import { accountAudit } from "./account-audit.ts";
import { readRecord, recordDocument } from "./account-record.ts";
import { auditDocument, cameInAt } from "./audit-document.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { accountAttemptRef, accountLeaseRef, attemptRef, ledgerRef, phoneNumberRef } from "./paths.ts";
import { revise } from "./revise.ts";

const TAKE_WITHIN_MS = 8000;
const SEND_WITHIN_MS = 8000;
const END_WITHIN_MS = 10_000;

const UNDER_WAY = { status: "in_progress", message: null, graphError: null, phoneNumberId: null } as const;

/**
 * One call at a time for each thing in an account, in Firestore. The end of a call that added a number makes the number's document and
 * has it read soon, in the same commit. What is stored and cannot be read fails: taking nothing for granted could add a number twice.
 */
export function firestoreAccountLeases(db: Firestore): AccountLeases {
  const auditRefOf = ({ wabaId, attemptId }: AccountLeaseRequest) => accountAttemptRef(db, wabaId, attemptId);
  const refOf = ({ wabaId, digits }: AccountLeaseRequest) => accountLeaseRef(db, wabaId, digits);
  return {
    take: (request) =>
      revise<AccountLeaseAnswer>(db, [refOf(request)], TAKE_WITHIN_MS, ([snapshot], now) => {
        const record = readRecord(snapshot);
        const taken = takeAccountLease(record, request.attemptId, now);
        if (!taken.granted) return { answer: { granted: false, until: taken.until, now } };
        const answer = { granted: true, openSince: taken.record.openSince, now } as const;
        return taken.record === record ? { answer } : { answer, documents: [recordDocument(taken.record)] };
      }),

    sending: (request, sending) =>
      revise<boolean>(db, [refOf(request)], SEND_WITHIN_MS, ([snapshot], now) => {
        const record = sendUnderLease(readRecord(snapshot), request.attemptId);
        if (record === null) return { answer: false };
        const begun = { ...sending, ...UNDER_WAY };
        return {
          answer: true,
          documents: [recordDocument(record)],
          also: (batch) => {
            const takenAt = record.lease?.takenAt ?? now;
            batch.set(auditRefOf(request), accountAudit(request, begun, { takenAt, now }));
          },
        };
      }),

    end: (request, end, told) => {
      const { added } = end;
      const ofNumber =
        added === null ? [] : [ledgerRef(db, added.phoneNumberId), phoneNumberRef(db, added.phoneNumberId)];
      const refs = [refOf(request), auditRefOf(request), ...ofNumber];
      return revise<number>(db, refs, END_WITHIN_MS, ([snapshot, known, ledger, number], now) => {
        const before = readRecord(snapshot);
        const { lease } = before;
        const record = endAccountLease(before, { attemptId: request.attemptId, open: end.open, now });
        const takenAt = cameInAt(known, lease?.attemptId === request.attemptId ? lease.takenAt : null, now);
        const write = (batch: WriteBatch): void => {
          if (told === null) return;
          batch.set(auditRefOf(request), accountAudit(request, told, { takenAt, settledAt: now, now }));
        };
        if (added === null || ledger === undefined || number === undefined)
          return { answer: now, documents: [recordDocument(record)], also: write };
        return {
          answer: now,
          documents: [
            recordDocument(record),
            undefined,
            ledgerDocument({ ...readLedger(ledger), nextLookAt: now }),
            addedNumber(readNumberDocument(number), { ...request, view: added.view }, { takenAt, now }),
          ],
          also: (batch) => {
            write(batch);
            batch.set(attemptRef(db, added.phoneNumberId, request.attemptId), audit(request, { takenAt, now }));
          },
        };
      });
    },
  };
}

const audit = (
  { by }: AccountLeaseRequest,
  { takenAt, now }: { readonly takenAt: number; readonly now: number },
): DocumentData =>
  auditDocument(
    {
      operation: "add_number",
      reservedAt: new Date(takenAt).toISOString(),
      by,
      status: "added",
      settledAt: new Date(now).toISOString(),
      message: null,
      graphError: null,
      forced: false,
      dataLocalizationRegion: null,
      before: null,
    },
    now,
  );
