import type { DocumentData, Firestore, Query } from "firebase-admin/firestore";
import * as z from "zod";
import type { Looked } from "../app/ports.ts";
import type { SeenBy } from "../app/webhook-ports.ts";
import { ATTEMPT_OPERATIONS } from "../contract/calls.ts";
import { AttemptDocument, type PhoneNumberDocument } from "../contract/phone-number.ts";
import type { AttemptVerdict, OpenAttempt } from "../domain/attempt/open-attempt.ts";
import { settleByLook, type LookTerms, type Sighting } from "../domain/lifecycle/look.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf } from "../domain/lifecycle/transition.ts";
import { ledgerDocument, readLedger, settledLedgerDocument } from "./ledger-document.ts";
import { readNumberDocument, type StoredNumber } from "./number-document.ts";
import { attemptsOf, newTransitionRef } from "./paths.ts";
import type { Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { transitionDocument } from "./transition-document.ts";

/** How long reading and writing one look may take. */
export const LOOK_WITHIN_MS = 10_000;
/** More attempts than this are not open at a time: ten of each kind in 72 hours. */
const MOST_OPEN = 30;

const Open = AttemptDocument.pick({ operation: true, status: true, reservedAt: true, before: true })
  .extend({ operation: z.enum(ATTEMPT_OPERATIONS) })
  .strip();

/** The caller that looks, and this deployment's budget of registrations in 72 hours. */
export interface LookedAtBy {
  readonly seenBy: SeenBy;
  readonly limit: number;
}

/** What is stored of a number that is looked at. */
export interface Stored {
  readonly db: Firestore;
  readonly seenBy: SeenBy;
  readonly ledger: StandingDocument;
  readonly number: StandingDocument;
  /** The audit documents of attempts that are not settled. */
  readonly audits: readonly StandingDocument[];
  /** Whether it is known that there is none, and was none since the ledger stood as it does. */
  readonly isSettled?: boolean;
}

/** The audit documents of a number's attempts that are not settled. */
export const unsettledAttempts = (db: Firestore, phoneNumberId: string): Query =>
  attemptsOf(db, phoneNumberId).where("settledAt", "==", null).limit(MOST_OPEN);

/** What a look writes down: the ledger, the number's document and the audit documents, in this order. @throws UnreadableLedger */
export function decideLook(stored: Stored, sighting: Sighting, terms: LookTerms): Revision<Looked> {
  const { db, seenBy, ledger, number, audits, isSettled = false } = stored;
  // An id that nothing is known of, and that cannot be read, leaves no trace: it may be anything.
  if (sighting.view === null && !ledger.exists && !number.exists) {
    return { answer: { document: null, transition: null } };
  }
  const before = number.exists ? readNumberDocument(number) : null;
  const at = {
    ledger: readLedger(ledger),
    facts: before ?? {},
    open: audits.flatMap((audit) => openAttempt(audit) ?? []),
  };
  const looked = settleByLook(at, sighting, terms);
  const { document } = looked;
  const transition = document === null ? null : transitionOf(before, document);
  const verdictOn = (audit: StandingDocument) => looked.verdicts.find(({ attemptId }) => attemptId === audit.id);
  return {
    answer: { document: document ?? asStored(number, before), transition },
    documents: [
      isSettled ? settledLedgerDocument(looked.ledger) : ledgerDocument(looked.ledger),
      document ?? undefined,
      ...audits.map((audit) => auditChange(verdictOn(audit), terms.now)),
    ],
    also: (batch) => {
      if (transition === null) return;
      batch.create(newTransitionRef(db, number.id), transitionDocument(transition, seenBy, terms.now));
    },
  };
}

/** What is stored, with the situation that its facts give today. */
function asStored(number: StandingDocument, facts: StoredNumber | null): PhoneNumberDocument | null {
  if (facts === null) return null;
  const updatedAt: unknown = number.get("updatedAt");
  const document = changedDocument(facts, {}, number.readTime.toMillis());
  return typeof updatedAt === "string" ? { ...document, updatedAt } : document;
}

/** The attempt, unless it was settled or given back since it was found. */
function openAttempt(audit: StandingDocument): OpenAttempt | null {
  const parsed = Open.safeParse(audit.data());
  if (!parsed.success || audit.get("settledAt") !== null) return null;
  return { ...parsed.data, attemptId: audit.id, reservedAt: Date.parse(parsed.data.reservedAt) };
}

function auditChange(verdict: AttemptVerdict | undefined, now: number): DocumentData | undefined {
  if (verdict === undefined) return undefined;
  return { status: verdict.status, settledAt: verdict.final ? new Date(now).toISOString() : null };
}
