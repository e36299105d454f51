import type { Firestore } from "firebase-admin/firestore";
import type { NumberHomes } from "../app/account-ports.ts";
import { CustomerId, WabaId } from "../contract/primitives.ts";
import { readNumberDocument } from "./number-document.ts";
import { phoneNumberRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;

/** Where numbers belong, by what their documents say. Clients cannot write those. */
export function firestoreNumberHomes(db: Firestore): NumberHomes {
  return {
    homeOf: async (phoneNumberId) => {
      const number = await within(Date.now() + PATIENCE_MS, phoneNumberRef(db, phoneNumberId).get());
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
    },
  };
}
