import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import type { HomesOfMany, NumberHomes } from "../app/account-ports.ts";
import { CustomerId, WabaId } from "../contract/primitives.ts";
import { homeOf, type NumberHome, type StoredHome } from "../domain/number-home.ts";
import { readNumberDocument } from "./number-document.ts";
import { phoneNumberRef } from "./paths.ts";
import type { StandingDocument } from "./standing-document.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;
/** How long a request for hundreds of documents may take while others like it are under way. */
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

const homeIn = (number: DocumentSnapshot): NumberHome | null => homeOf(storedHome(number));

/** What a number's document says of where it belongs, each part by itself. */
export function storedHome(number: StandingDocument): StoredHome {
  const customer: unknown = number.get("customerId") ?? null;
  const account = WabaId.safeParse(number.get("wabaId"));
  return {
    namesCustomer: customer !== null,
    customerId: CustomerId.safeParse(customer).data ?? null,
    wabaId: account.data ?? null,
    isAdded: readNumberDocument(number).addedAt !== undefined,
    hasLeft: number.get("disconnection") != null,
  };
}
