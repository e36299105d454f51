import type { Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { AccountTokens, TokenVault } from "../app/customer-ports.ts";
import { CustomerId } from "../contract/primitives.ts";
import { accountTokenRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;

/** `whatsappAccountTokens/{wabaId}` */
export const AccountTokenDocument = z.object({ customerId: CustomerId, sealed: z.string() });

/**
 * Customers' tokens in Firestore, sealed for the documents that they lie in. The document is read for every call: a token that a vault keeps in
 * memory would otherwise act on after the customer has connected again, or left.
 */
export function firestoreAccountTokens(db: Firestore, vault: TokenVault): AccountTokens {
  return {
    tokenOf: async ({ wabaId, customerId }) => {
      const ref = accountTokenRef(db, wabaId);
      const snapshot = await within(Date.now() + PATIENCE_MS, ref.get());
      if (!snapshot.exists) return null;
      const stored = AccountTokenDocument.parse(snapshot.data());
      return stored.customerId === customerId ? vault.open(stored.sealed, ref.path) : null;
    },
  };
}
