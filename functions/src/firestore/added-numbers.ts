import type { Firestore } from "firebase-admin/firestore";
import type { AddedNumbers } from "../app/account-ports.ts";
import { readNumberDocument } from "./number-document.ts";
import { phoneNumberRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;

/** The numbers that this deployment added, by what their documents say. Clients cannot write those. */
export function firestoreAddedNumbers(db: Firestore): AddedNumbers {
  return {
    accountOf: async (phoneNumberId) => {
      const number = await within(Date.now() + PATIENCE_MS, phoneNumberRef(db, phoneNumberId).get());
      const { addedAt, wabaId = null } = readNumberDocument(number);
      return addedAt === undefined ? null : wabaId;
    },
  };
}
