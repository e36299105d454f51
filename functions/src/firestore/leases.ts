import type { Firestore } from "firebase-admin/firestore";
import type { LeaseAnswer, LeaseRequest, Leases } from "../app/ports.ts";
import type { Ledger } from "../domain/attempt/attempt-window.ts";
import { takeLease, type CallWaits } from "../domain/attempt/call-lease.ts";
import { callEnded } from "../domain/lifecycle/call-ended.ts";
import { cameInAt } from "./audit-document.ts";
import { callAudit } from "./call-audit.ts";
import { readWaits, waitsDocument } from "./call-waits.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument, type StoredNumber } from "./number-document.ts";
import { attemptRef, ledgerRef, phoneNumberRef } from "./paths.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const TAKE_WITHIN_MS = 8000;
const END_WITHIN_MS = 10_000;

/** The leases of numbers in Firestore: the same ones that registering takes, in the same documents. */
export function firestoreLeases(db: Firestore): Leases {
  return {
    take: (request) =>
      revise<LeaseAnswer>(db, refsOf(db, request), TAKE_WITHIN_MS, ([snapshot, number], now) => {
        const { ledger, waits } = readState(snapshot);
        const lease = takeLease(ledger, waits, { ...request, now });
        if (!lease.granted) return { answer: { granted: false, refusal: lease.refusal, now } };
        const known = factsOf(number).registration ?? null;
        const answer: LeaseAnswer = { granted: true, now, known };
        return lease.ledger === ledger ? { answer } : { answer, documents: [stored(lease.ledger, waits)] };
      }),

    end: (request, end) => {
      const { phoneNumberId, attemptId } = request;
      const auditRef = attemptRef(db, phoneNumberId, attemptId);
      return revise<number>(db, [...refsOf(db, request), auditRef], END_WITHIN_MS, ([snapshot, number, audit], now) => {
        const known = readState(snapshot);
        const { ledger, waits, document } = callEnded(known, factsOf(number), { ...request, ...end, now });
        const { lease } = known.ledger;
        const takenAt = cameInAt(audit, lease?.attemptId === attemptId ? lease.takenAt : null, now);
        return {
          answer: now,
          documents: [stored(ledger, waits), document],
          also: (batch) => {
            if (end.sent) batch.set(auditRef, callAudit(request, end, { takenAt, now }));
          },
        };
      });
    },
  };
}

const refsOf = (db: Firestore, { phoneNumberId }: LeaseRequest) => [
  ledgerRef(db, phoneNumberId),
  phoneNumberRef(db, phoneNumberId),
];

const factsOf = (number: StandingDocument | undefined): StoredNumber =>
  number === undefined ? {} : readNumberDocument(number);

function readState(snapshot: StandingDocument | undefined): { ledger: Ledger; waits: CallWaits } {
  if (snapshot === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return { ledger: readLedger(snapshot), waits: readWaits(snapshot) };
}

const stored = (ledger: Ledger, waits: CallWaits) => ({ ...ledgerDocument(ledger), ...waitsDocument(waits) });
