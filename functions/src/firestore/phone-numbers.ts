import type { DocumentData, Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { PhoneNumbers } from "../app/ports.ts";
import type { SeenBy } from "../app/webhook-ports.ts";
import { AttemptDocument, type PhoneNumberDocument } from "../contract/phone-number.ts";
import type { AttemptVerdict, OpenAttempt } from "../domain/attempt/open-attempt.ts";
import { settleByLook, type LookTerms, type Sighting } from "../domain/lifecycle/look.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf } from "../domain/lifecycle/transition.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { attemptsOf, ledgerRef, newTransitionRef, phoneNumberRef } from "./paths.ts";
import { revise, type Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { transitionDocument } from "./transition-document.ts";
import { within } from "./within.ts";

const LOOK_WITHIN_MS = 10_000;
/** More attempts than this are not open at a time: ten of each kind in 72 hours. */
const MOST_OPEN = 30;

type Looked = Awaited<ReturnType<PhoneNumbers["look"]>>;

/** The caller that looks, and this deployment's budget of registrations in 72 hours. */
export interface LookedAtBy {
  readonly seenBy: SeenBy;
  readonly limit: number;
}

const Open = AttemptDocument.pick({ operation: true, status: true, reservedAt: true, before: true })
  .extend({ operation: z.enum(["register", "deregister"]) })
  .strip();

/**
 * The numbers' documents in Firestore. A look changes the document, the ledger and the attempts that it settles at once, and only if
 * none of them changed meanwhile: an instance that was given up for lost may still write the end of its attempt.
 */
export function firestorePhoneNumbers(db: Firestore, { seenBy, limit }: LookedAtBy): PhoneNumbers {
  return {
    known: async (phoneNumberId) =>
      readNumberDocument(await within(Date.now() + LOOK_WITHIN_MS, phoneNumberRef(db, phoneNumberId).get())),

    look: async (phoneNumberId, sighting) => {
      const number = phoneNumberRef(db, phoneNumberId);
      const unsettled = attemptsOf(db, phoneNumberId).where("settledAt", "==", null).limit(MOST_OPEN).select();
      const { docs } = await within(Date.now() + LOOK_WITHIN_MS, unsettled.get());
      const refs = [ledgerRef(db, phoneNumberId), number, ...docs.map(({ ref }) => ref)];
      return revise<Looked>(db, refs, LOOK_WITHIN_MS, ([ledgerNow, numberNow, ...audits], now) => {
        if (ledgerNow === undefined || numberNow === undefined)
          throw new TypeError("Firestore answered fewer documents than asked.");
        const stored = { db, seenBy, ledger: ledgerNow, number: numberNow, audits };
        return decide(stored, sighting, { now, limit, asked: seenBy === "refresh" });
      });
    },
  };
}

interface Stored {
  readonly db: Firestore;
  readonly seenBy: SeenBy;
  readonly ledger: StandingDocument;
  readonly number: StandingDocument;
  readonly audits: readonly StandingDocument[];
}

function decide(stored: Stored, sighting: Sighting, terms: LookTerms): Revision<Looked> {
  const { db, seenBy, ledger, number, audits } = stored;
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
    answer: { document: document ?? asStored(number), transition },
    documents: [
      ledgerDocument(looked.ledger),
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
function asStored(number: StandingDocument): PhoneNumberDocument | null {
  if (!number.exists) return null;
  const updatedAt: unknown = number.get("updatedAt");
  const document = changedDocument(readNumberDocument(number), {}, number.readTime.toMillis());
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
