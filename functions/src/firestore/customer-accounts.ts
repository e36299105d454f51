import type { Firestore } from "firebase-admin/firestore";
import type { CustomerAccounts } from "../app/account-ports.ts";
import { AccountDocument } from "../contract/account.ts";
import { isConnected } from "../domain/connected-account.ts";
import { accountRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;

const Owner = AccountDocument.pick({ customerId: true, state: true }).strip();

/**
 * The accounts that customers have connected, by what their documents say. Clients cannot write those. What is stored and cannot be read
 * fails: it may be a customer's, and is never taken for the deployment's own.
 */
export function firestoreCustomerAccounts(db: Firestore): CustomerAccounts {
  return {
    customerOf: async (wabaId) => {
      const account = await within(Date.now() + PATIENCE_MS, accountRef(db, wabaId).get());
      if (!account.exists) return null;
      const { customerId, state } = Owner.parse(account.data());
      return isConnected({ state }) ? customerId : null;
    },
  };
}
