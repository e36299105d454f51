import type { Firestore } from "firebase-admin/firestore";
import type { Looked, PhoneNumbers } from "../app/ports.ts";
import { decideLook, LOOK_WITHIN_MS, unsettledAttempts, type LookedAtBy } from "./decided-look.ts";
import { readNumberDocument } from "./number-document.ts";
import { ledgerRef, phoneNumberRef } from "./paths.ts";
import { revise } from "./revise.ts";
import { within } from "./within.ts";

/**
 * The numbers' documents in Firestore. A look changes the document, the ledger and the attempts that it settles at once, and only if
 * none of them changed meanwhile: an instance that was given up for lost may still write the end of its attempt.
 */
export function firestorePhoneNumbers(db: Firestore, { seenBy, limit }: LookedAtBy): PhoneNumbers {
  return {
    known: async (phoneNumberId) =>
      readNumberDocument(await within(Date.now() + LOOK_WITHIN_MS, phoneNumberRef(db, phoneNumberId).get())),

    look: async (phoneNumberId, sighting) => {
      const unsettled = unsettledAttempts(db, phoneNumberId).select();
      const { docs } = await within(Date.now() + LOOK_WITHIN_MS, unsettled.get());
      const refs = [ledgerRef(db, phoneNumberId), phoneNumberRef(db, phoneNumberId), ...docs.map(({ ref }) => ref)];
      return revise<Looked>(db, refs, LOOK_WITHIN_MS, ([ledger, number, ...audits], now) => {
        if (ledger === undefined || number === undefined)
          throw new TypeError("Firestore answered fewer documents than asked.");
        const stored = { db, seenBy, ledger, number, audits };
        return decideLook(stored, sighting, { now, limit, asked: seenBy === "refresh" });
      });
    },
  };
}
