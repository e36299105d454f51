import type { Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { AccountTokens, TokenVault } from "../app/customer-ports.ts";
import { CustomerId } from "../contract/primitives.ts";
import type { AccessToken } from "../domain/access-token.ts";
import { accountTokenRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;
/**
 * How long an opened token is kept in memory. Calls do not use the token of an account that was disconnected meanwhile: what they are
 * about is looked up by its document, which says so.
 */
const KEPT_MS = 2 * 60_000;
const MOST_KEPT = 2000;

/** `whatsappAccountTokens/{wabaId}` */
export const AccountTokenDocument = z.object({ customerId: CustomerId, sealed: z.string() });

/** Customers' tokens in Firestore, sealed for the documents that they lie in, and opened in memory alone. `now`: ms since the epoch. */
export function firestoreAccountTokens(db: Firestore, vault: TokenVault, now: () => number = Date.now): AccountTokens {
  const kept = new Map<string, { readonly customerId: string; readonly token: AccessToken; readonly until: number }>();

  let forgotten = 0;

  return {
    forget: (wabaId) => {
      forgotten += 1;
      kept.delete(wabaId);
    },

    tokenOf: async ({ wabaId, customerId }) => {
      const known = kept.get(wabaId);
      if (known !== undefined && known.customerId === customerId && known.until > now()) return known.token;
      kept.delete(wabaId);
      const before = forgotten;
      const ref = accountTokenRef(db, wabaId);
      const snapshot = await within(Date.now() + PATIENCE_MS, ref.get());
      if (!snapshot.exists) return null;
      const stored = AccountTokenDocument.parse(snapshot.data());
      if (stored.customerId !== customerId) return null;
      const token = await vault.open(stored.sealed, ref.path);
      // It may have been read before it was deleted.
      if (forgotten !== before) return token;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(wabaId, { customerId, token, until: now() + KEPT_MS });
      return token;
    },
  };
}
