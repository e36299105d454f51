import type { PhoneNumbers } from "../app/ports.ts";
import { settleByLook } from "../domain/lifecycle/look.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf } from "../domain/lifecycle/transition.ts";
import type { MemoryStore, StoredNumber } from "./memory-attempts.ts";

/** How looks are taken in memory. `now`: the store's time in ms. `asked`: as `refreshPhoneNumber` does. */
export interface MemoryNumbers {
  readonly store: MemoryStore;
  readonly now: () => number;
  readonly limit?: number;
  readonly asked?: boolean;
}

/** The numbers' documents in memory, changed by the domain's own rules. */
export function memoryNumbers({ store, now, limit = 10, asked = false }: MemoryNumbers): PhoneNumbers {
  return {
    look: async (phoneNumberId, sighting) => {
      const known = store.number(phoneNumberId);
      const before = known.document;
      const at = { ledger: known.ledger, facts: before ?? {}, open: openAttempts(known) };
      const looked = settleByLook(at, sighting, { now: now(), limit, asked });
      known.ledger = looked.ledger;
      for (const { attemptId, status, final } of looked.verdicts) {
        const entry = known.audit.get(attemptId);
        if (entry !== undefined) known.audit.set(attemptId, { ...entry, status, settledAt: final ? now() : null });
      }
      if (looked.change === null) return { document: before ?? null, transition: null };
      known.document = changedDocument(before, looked.change, now());
      return { document: known.document, transition: transitionOf(before ?? null, known.document) };
    },
  };
}

const openAttempts = ({ audit }: StoredNumber) =>
  [...audit].filter(([, entry]) => entry.settledAt === null).map(([attemptId, entry]) => ({ ...entry, attemptId }));
