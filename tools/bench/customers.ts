import { ownAccount } from "../../functions/src/composition.ts";
import type { Configuration } from "../../functions/src/config.ts";
import type { MetaView } from "../../functions/src/contract/phone-number.ts";
import { AccessToken } from "../../functions/src/domain/access-token.ts";
import { EMPTY_LEDGER } from "../../functions/src/domain/attempt/attempt-window.ts";
import { settledLedgerDocument, unsettledLedgerDocument } from "../../functions/src/firestore/ledger-document.ts";
import { accountTokenRef, ledgerRef, phoneNumberRef } from "../../functions/src/firestore/paths.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { tokenVault } from "../../functions/src/vault/token-vault.ts";
import { CONNECTED } from "../../graph-simulator/magic/magic-number.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import type { Firestore } from "../product-packages.ts";

export const ACCOUNTS = 300;
export const NUMBERS_EACH = 10;
const DAY_MS = 86_400_000;
/** Firestore takes no more writes in one commit. */
const WRITES_AT_ONCE = 500;

const wabaOf = (account: number): string => String(778_100_000_000_000 + account);
export const numberOf = (account: number, position: number): string =>
  String(553_100_000_000_000 + account * NUMBERS_EACH + position);
const tokenOf = (account: number): string => `EAABENCHTOKENOFACCOUNT${String(account).padStart(4, "0")}`;
export const accounts = Array.from({ length: ACCOUNTS }, (_, index) => index);
export const positions = Array.from({ length: NUMBERS_EACH }, (_, index) => index);

/** The customers' side at Meta. */
export function customersAtMeta(simulator: Simulator): void {
  for (const account of accounts) {
    const wabaId = wabaOf(account);
    simulator.state.patchWaba(wabaId, {});
    const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
    const granularScopes = scopes.map((scope) => ({ scope, targetIds: [wabaId] }));
    simulator.state.patchToken(tokenOf(account), { scopes, granularScopes });
    for (const position of positions)
      simulator.state.patchNumber(numberOf(account, position), {
        ...CONNECTED,
        wabaId,
        displayPhoneNumber: `+1 555-014-${account}-${position}`,
        verifiedName: "Bench",
      });
  }
}

/** How Meta shows one of the customers' numbers. */
export async function shownView(config: Configuration): Promise<MetaView> {
  const { appId, appSecret } = ownAccount(config).credentials;
  const access = { baseUrl: config.graphBaseUrl, version: config.graphVersion, appId, appSecret, token: tokenOf(0) };
  const read = await metaGraph(access).readNumber(numberOf(0, 0), 8000);
  if (!read.ok) throw new Error("The simulator does not show a number of the bench's.");
  return read.value;
}

/**
 * Stores the customers. `view` null: nothing of what Meta has shown, and nobody knows yet whether an attempt is open; else the numbers
 * were looked at before. `dueAt`: before whatever else is due; `null`: never.
 */
export async function storeCustomers(
  db: Firestore,
  { tokenKeys }: Configuration,
  view: MetaView | null,
  dueAt: number | null = Date.now() - DAY_MS,
): Promise<void> {
  const vault = tokenVault(tokenKeys);
  const now = new Date().toISOString();
  // A day later a reading is written down although it shows nothing new.
  const seenAt = new Date(Date.now() - DAY_MS).toISOString();
  const ledger = (view === null ? unsettledLedgerDocument : settledLedgerDocument)({
    ...EMPTY_LEDGER,
    nextLookAt: dueAt,
  });
  const writes: (readonly [FirebaseFirestore.DocumentReference, FirebaseFirestore.DocumentData])[] = [];
  for (const account of accounts) {
    const [wabaId, customerId] = [wabaOf(account), `customer-${account}`];
    const ref = accountTokenRef(db, wabaId);
    const sealed = await vault.seal(new AccessToken(tokenOf(account)), ref.path);
    writes.push([ref, { customerId, sealed, updatedAt: now }]);
    for (const position of positions) {
      const id = numberOf(account, position);
      const displayPhoneNumber = `+1 555-014-${account}-${position}`;
      const seen =
        view === null
          ? {}
          : { meta: { ...view, displayPhoneNumber, observedAt: seenAt }, sending: { verdict: "ready", at: now } };
      const number = { customerId, wabaId, lifecycle: "connected", updatedAt: now, ...seen };
      writes.push([phoneNumberRef(db, id), number], [ledgerRef(db, id), ledger]);
    }
  }
  for (let from = 0; from < writes.length; from += WRITES_AT_ONCE) {
    const batch = db.batch();
    for (const [ref, document] of writes.slice(from, from + WRITES_AT_ONCE)) batch.set(ref, document);
    await batch.commit();
  }
}
