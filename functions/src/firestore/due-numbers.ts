import { Timestamp, type Firestore, type QuerySnapshot } from "firebase-admin/firestore";
import type { DueNumbers } from "../app/reconcile-ports.ts";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import { ledgerDocument } from "./ledger-document.ts";
import { ledgerRef, ledgersIn } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 8000;
/** A query takes a while too, so clocks are never seen to agree. */
const TOLERATED_SKEW_MS = 20_000;
/** Firestore takes five hundred writes in one commit. */
const WRITES_AT_ONCE = 400;
/** How long a number is left alone whose ledger cannot be read: only a person can mend that. */
const POSTPONED_MS = 3_600_000;
/** gRPC's ALREADY_EXISTS and NOT_FOUND. */
const EXISTS = 6;
const GONE = 5;

const soon = <Value>(promise: Promise<Value>): Promise<Value> => within(Date.now() + PATIENCE_MS, promise);

/** What is due, by `nextLookAt` of the ledgers. */
export function firestoreDueNumbers(db: Firestore): DueNumbers {
  const ledgers = ledgersIn(db);
  return {
    due: async (most) => {
      const dueBy = (time: Timestamp): Promise<QuerySnapshot> =>
        soon(ledgers.where("nextLookAt", "<=", time).orderBy("nextLookAt").limit(most).select().get());
      const asked = Timestamp.now();
      const found = await dueBy(asked);
      // Due is what is due by Firestore's clock; an answer tells it, and a machine whose own clock is off asks again.
      const skewMs = Math.abs(found.readTime.toMillis() - asked.toMillis());
      return (skewMs > TOLERATED_SKEW_MS ? await dueBy(found.readTime) : found).docs.map(({ id }) => id);
    },

    enlist: async (phoneNumberIds) => {
      if (phoneNumberIds.length === 0) return;
      const known = await soon(
        db.getAll(...phoneNumberIds.map((id) => ledgerRef(db, id)), { fieldMask: ["nextLookAt"] }),
      );
      const unknown = known.filter(({ exists }) => !exists);
      const document = ledgerDocument({ ...EMPTY_LEDGER, nextLookAt: Date.now() });
      await Promise.all(unknown.map(({ ref }) => unless(EXISTS, soon(ref.create(document)))));
    },

    callAll: async () => {
      const later = await soon(ledgers.where("nextLookAt", ">", Timestamp.now()).select().get());
      for (let from = 0; from < later.docs.length; from += WRITES_AT_ONCE) {
        const batch = db.batch();
        for (const { ref } of later.docs.slice(from, from + WRITES_AT_ONCE))
          batch.update(ref, { nextLookAt: Timestamp.now() });
        await soon(batch.commit());
      }
    },

    postpone: async (phoneNumberId, ms = POSTPONED_MS) => {
      const ledger = await soon(ledgerRef(db, phoneNumberId).get());
      const nextLookAt = Timestamp.fromMillis(ledger.readTime.toMillis() + ms);
      await unless(GONE, soon(ledger.ref.update({ nextLookAt })));
    },

    dismiss: async (phoneNumberId) => {
      await unless(GONE, soon(ledgerRef(db, phoneNumberId).update({ nextLookAt: null })));
    },
  };
}

/** Waits for a write that may fail in one way without harm, because another was faster. */
async function unless(harmless: number, write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === harmless)) throw error;
  }
}
