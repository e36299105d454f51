import type { PhoneNumbers } from "../app/ports.ts";
import { settleByLook } from "../domain/look.ts";
import { changedDocument } from "../domain/phone-number-document.ts";
import { transitionOf } from "../domain/transition.ts";
import type { MemoryStore } from "./memory-attempts.ts";

/** The numbers' documents in memory, changed by the domain's own rules. `now`: the store's time in ms. */
export function memoryNumbers(store: MemoryStore, now: () => number, limit = 10): PhoneNumbers {
  return {
    look: async (phoneNumberId, sighting) => {
      const known = store.number(phoneNumberId);
      const before = known.document;
      const looked = settleByLook({ ledger: known.ledger, facts: before ?? {}, open: [] }, sighting, {
        now: now(),
        limit,
        asked: true,
      });
      known.ledger = looked.ledger;
      if (looked.change === null) return { document: before ?? null, transition: null };
      known.document = changedDocument(before, looked.change, now());
      return { document: known.document, transition: transitionOf(before ?? null, known.document) };
    },
  };
}
