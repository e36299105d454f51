import { performance } from "node:perf_hooks";
import { ownAccount } from "../../functions/src/composition.ts";
import type { MetaView } from "../../functions/src/contract/phone-number.ts";
import { AccessToken } from "../../functions/src/domain/access-token.ts";
import { EMPTY_LEDGER } from "../../functions/src/domain/attempt/attempt-window.ts";
import { ledgerDocument } from "../../functions/src/firestore/ledger-document.ts";
import { accountTokenRef, ledgerRef, phoneNumberRef, phoneNumbersIn } from "../../functions/src/firestore/paths.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { tokenVault } from "../../functions/src/vault/token-vault.ts";
import { CONNECTED } from "../../graph-simulator/magic/magic-number.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../demo-configuration.ts";
import { getFirestore } from "../product-packages.ts";
import { counted, type Figure } from "./figure.ts";
import type { Ground } from "./ground.ts";
import { expecting } from "./requests.ts";

const ACCOUNTS = 300;
const NUMBERS_EACH = 10;
const META_MS = 150;
/** Firestore takes no more writes in one commit. */
const WRITES_AT_ONCE = 500;

const wabaOf = (account: number): string => String(778_100_000_000_000 + account);
const numberOf = (account: number, position: number): string =>
  String(553_100_000_000_000 + account * NUMBERS_EACH + position);
const tokenOf = (account: number): string => `EAABENCHTOKENOFACCOUNT${String(account).padStart(4, "0")}`;
const accounts = Array.from({ length: ACCOUNTS }, (_, index) => index);
const positions = Array.from({ length: NUMBERS_EACH }, (_, index) => index);

/**
 * One run of the reconciler over due numbers of many customers' accounts, with a Meta that takes a while for every answer; once with
 * verdicts on sending that are still good, and once with none, which take more reads. FIRESTORE_EMULATOR_HOST must be set.
 */
export async function reconcilerFigures(ground: Ground): Promise<Figure[]> {
  const view = await customersAtMeta(ground.simulator);
  await storeCustomers(view);
  const about = `of ${(ACCOUNTS * NUMBERS_EACH).toLocaleString("en")} due numbers of ${ACCOUNTS} accounts`;
  const fresh = await oneRun(ground);
  await storeCustomers(null);
  const stale = await oneRun(ground);
  await storeCustomers(view, null);
  return [
    counted(`reconciler, one run, looked at ${about}`, "numbers", fresh.looked),
    counted(`reconciler, one run ${about}`, "ms", fresh.ms),
    counted(`reconciler, one run ${about}, processor time`, "ms", fresh.cpuMs),
    counted(`reconciler, one run ${about}, peak memory`, "MiB", fresh.peakMib),
    counted(`reconciler, one run, looked at ${about}, and at what each may send`, "numbers", stale.looked),
    counted(`reconciler, one run ${about}, and what each may send`, "ms", stale.ms),
  ];
}

/** The customers' side at Meta; answers how Meta shows one of the numbers. */
async function customersAtMeta(simulator: Simulator): Promise<MetaView> {
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
      });
  }
  const config = demoConfiguration(simulator.url);
  const { appId, appSecret } = ownAccount(config).credentials;
  const graph = metaGraph({
    baseUrl: config.graphBaseUrl,
    version: config.graphVersion,
    appId,
    appSecret,
    token: tokenOf(0),
  });
  const read = await graph.readNumber(numberOf(0, 0), 8000);
  if (!read.ok) throw new Error("The simulator does not show a number of the bench's.");
  return read.value;
}

/** What is stored of them; `view` null: nothing of what Meta has shown. `dueAt` null: never. */
async function storeCustomers(view: MetaView | null, dueAt: number | null = Date.now()): Promise<void> {
  const db = getFirestore();
  const vault = tokenVault(demoConfiguration("").tokenKeys);
  const now = new Date().toISOString();
  const ledger = ledgerDocument({ ...EMPTY_LEDGER, nextLookAt: dueAt });
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
        view === null ? {} : { meta: { ...view, displayPhoneNumber }, sending: { verdict: "ready", at: now } };
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

interface Run {
  readonly looked: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMib: number;
}

async function oneRun(ground: Ground): Promise<Run> {
  await using served = await ground.serve("ours", "reconcilePhoneNumbers");
  ground.toGraph.delay(META_MS);
  try {
    const before = await served.usage();
    const begunAt = Date.now();
    const begun = performance.now();
    await expecting(200, { url: served.url, body: "{}" });
    const ms = performance.now() - begun;
    const { cpuMs, peakMib } = await served.usage();
    return { looked: await readSince(begunAt), ms, cpuMs: cpuMs - before.cpuMs, peakMib };
  } finally {
    ground.toGraph.delay(0);
  }
}

/** How many of the numbers were read from Meta since then. Meta's time of a reading is in whole seconds. */
async function readSince(begunAt: number): Promise<number> {
  const since = new Date(Math.floor(begunAt / 1000) * 1000).toISOString();
  const ids = new Set(accounts.flatMap((account) => positions.map((position) => numberOf(account, position))));
  const seen = await phoneNumbersIn(getFirestore()).where("meta.observedAt", ">=", since).select().get();
  return seen.docs.filter(({ id }) => ids.has(id)).length;
}
