import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import type { HomesOfMany, NumberHome, NumberHomes } from "../app/account-ports.ts";
import { CustomerId, WabaId } from "../contract/primitives.ts";
import { readNumberDocument } from "./number-document.ts";
import { phoneNumberRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;
/** Of a request for hundreds of documents, of which several are under way. */
const OF_MANY_MS = 15_000;

/** Where numbers belong, by what their documents say. Clients cannot write those. */
export function firestoreNumberHomes(db: Firestore): NumberHomes & HomesOfMany {
  return {
    homeOf: async (phoneNumberId) =>
      homeIn(await within(Date.now() + PATIENCE_MS, phoneNumberRef(db, phoneNumberId).get())),

    homesOf: async (phoneNumberIds) => {
      if (phoneNumberIds.length === 0) return [];
      const refs = phoneNumberIds.map((id) => phoneNumberRef(db, id));
      const found = await within(Date.now() + OF_MANY_MS, db.getAll(...refs, { fieldMask: FIELDS }));
      return found.map(homeIn);
    },
  };
}

/** What of a number's document says where it belongs. */
const FIELDS = ["customerId", "wabaId", "addedAt", "disconnection"];

function homeIn(number: DocumentSnapshot): NumberHome | null {
  const stated: unknown = number.get("customerId") ?? null;
  if (stated === null) {
    const { addedAt, wabaId = null } = readNumberDocument(number);
    return addedAt === undefined || wabaId === null ? null : { wabaId, customerId: null };
  }
  // A customer's number is never taken for the deployment's own because a part of its document cannot be read.
  const [customer, account] = [CustomerId.safeParse(stated), WabaId.safeParse(number.get("wabaId"))];
  if (!customer.success || !account.success) return null;
  const isLeft = number.get("disconnection") != null ? { isLeft: true as const } : {};
  return { wabaId: account.data, customerId: customer.data, ...isLeft };
}
