import type { Firestore } from "firebase-admin/firestore";
import type { ConnectedAccounts } from "../app/webhook-ports.ts";
import { isConnected } from "../domain/connected-account.ts";
import { accountRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;
/** How long it is remembered that an account is connected: a customer who has left sends nothing new for long. */
const CONNECTED_MS = 5 * 60_000;
/** And that it is not: an account that is being connected is heard soon. */
const FOREIGN_MS = 10_000;
/** How many accounts are remembered at most. */
const MOST_REMEMBERED = 5000;

/** What deliveries need to know of customers' accounts, remembered for a while by each instance. `now`: ms since the epoch. */
export function firestoreConnectedAccounts(db: Firestore, now: () => number = Date.now): ConnectedAccounts {
  const remembered = new Map<string, { readonly isConnected: boolean; readonly until: number }>();

  const isRemembered = (wabaId: string): boolean => remembered.get(wabaId)?.isConnected === true;

  const ask = async (wabaIds: readonly string[]): Promise<string[]> => {
    const documents = await within(
      Date.now() + PATIENCE_MS,
      db.getAll(...wabaIds.map((wabaId) => accountRef(db, wabaId)), { fieldMask: ["state"] }),
    );
    if (remembered.size + documents.length > MOST_REMEMBERED) remembered.clear();
    for (const document of documents) {
      const connected = document.exists && isConnected({ state: document.get("state") as unknown });
      remembered.set(document.id, { isConnected: connected, until: now() + (connected ? CONNECTED_MS : FOREIGN_MS) });
    }
    return wabaIds.filter(isRemembered);
  };

  return {
    among: async (wabaIds) => {
      const at = now();
      const isKnown = (wabaId: string): boolean => (remembered.get(wabaId)?.until ?? 0) > at;
      const unknown = wabaIds.filter((wabaId) => !isKnown(wabaId));
      const known = wabaIds.filter((wabaId) => isKnown(wabaId) && isRemembered(wabaId));
      return new Set([...known, ...(unknown.length === 0 ? [] : await ask(unknown))]);
    },
  };
}
