import type { DocumentData, DocumentReference, Firestore } from "firebase-admin/firestore";
import type { Looked } from "../app/ports.ts";
import type { ManyPhoneNumbers, NumberLook } from "../app/reconcile-ports.ts";
import { decideLook, LOOK_WITHIN_MS, unsettledAttempts, type LookedAtBy } from "./decided-look.ts";
import { isSettled } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { ledgerRef, phoneNumberRef } from "./paths.ts";
import { firestorePhoneNumbers } from "./phone-numbers.ts";
import { carryOut, read, type Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";
import { within } from "./within.ts";

/** One look with the documents that it is decided on: the ledger, the number's document and the audit documents, in this order. */
interface Held {
  readonly look: NumberLook;
  readonly snapshots: readonly [ledger: StandingDocument, number: StandingDocument, ...audits: StandingDocument[]];
}

/** What is written for one look, or why it cannot be decided. */
type Decided = PromiseSettledResult<Revision<Looked>>;

/**
 * The documents of several numbers at a time, as `firestorePhoneNumbers` has them one by one: all looks are read in one request, decided
 * each by itself, and written in one commit, only if nobody changed any of the documents meanwhile. Where that fails, each look is
 * written by itself, so that one number holds up no other.
 */
export function firestoreManyNumbers(db: Firestore, by: LookedAtBy): ManyPhoneNumbers {
  const one = firestorePhoneNumbers(db, by);
  return {
    known: async (phoneNumberIds) => {
      if (phoneNumberIds.length === 0) return [];
      const refs = phoneNumberIds.map((id) => phoneNumberRef(db, id));
      return (await within(Date.now() + LOOK_WITHIN_MS, db.getAll(...refs))).map(readNumberDocument);
    },

    look: async (looks) => {
      if (looks.length === 0) return [];
      try {
        return await writeTogether(db, looks, by);
      } catch {
        return Promise.allSettled(looks.map(({ phoneNumberId, sighting }) => one.look(phoneNumberId, sighting)));
      }
    },
  };
}

/** @throws Firestore's errors: then nothing is written, or all of it is. */
async function writeTogether(
  db: Firestore,
  looks: readonly NumberLook[],
  { seenBy, limit }: LookedAtBy,
): Promise<PromiseSettledResult<Looked>[]> {
  const endsAt = Date.now() + LOOK_WITHIN_MS;
  const { snapshots, now } = await read(
    db,
    looks.flatMap((look) => refsOf(db, look)),
    endsAt,
  );
  const held = await Promise.all(looks.map((look, index) => holdOf(db, look, snapshots.slice(2 * index), endsAt)));
  const decided = held.map(({ look, snapshots: [ledger, number, ...audits] }): Decided => {
    const stored = { db, seenBy, ledger, number, audits, isSettled: audits.length === 0 };
    try {
      const value = decideLook(stored, look.sighting, { now, limit, asked: seenBy === "refresh" });
      return { status: "fulfilled", value };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  });
  const all = held.flatMap((each) => each.snapshots);
  await carryOut(db, { snapshots: all, now }, inOne(held, decided), endsAt);
  return decided.map((end) => (end.status === "rejected" ? end : { status: "fulfilled", value: end.value.answer }));
}

const refsOf = (db: Firestore, { phoneNumberId }: NumberLook): DocumentReference[] => [
  ledgerRef(db, phoneNumberId),
  phoneNumberRef(db, phoneNumberId),
];

/**
 * Attempts that are not settled are looked for after the ledger was read, and not at all where it knows of none. An attempt that
 * begins or ends after that changes the ledger, and then nothing of this is written.
 */
async function holdOf(
  db: Firestore,
  look: NumberLook,
  [ledger, number]: readonly StandingDocument[],
  endsAt: number,
): Promise<Held> {
  if (ledger === undefined || number === undefined)
    throw new TypeError("Firestore answered fewer documents than asked.");
  if (isSettled(ledger)) return { look, snapshots: [ledger, number] };
  const { docs } = await within(endsAt, unsettledAttempts(db, look.phoneNumberId).get());
  return { look, snapshots: [ledger, number, ...docs] };
}

/** All that was decided, as one revision of all the documents. */
function inOne(held: readonly Held[], decided: readonly Decided[]): Revision<null> {
  const documents: (DocumentData | undefined)[] = [];
  for (const [index, { snapshots }] of held.entries()) {
    const end = decided[index];
    const written = end?.status === "fulfilled" ? (end.value.documents ?? []) : [];
    documents.push(...snapshots.map((_, position) => written[position]));
  }
  if (documents.every((document) => document === undefined)) return { answer: null };
  return {
    answer: null,
    documents,
    also: (batch) => {
      for (const end of decided) if (end.status === "fulfilled") end.value.also?.(batch);
    },
  };
}
