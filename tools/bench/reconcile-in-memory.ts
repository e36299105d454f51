import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { reconcileAccounts } from "../../functions/src/app/reconcile-accounts.ts";
import type { ReconcilePorts } from "../../functions/src/app/reconcile-ports.ts";
import { clock } from "../../functions/src/clock.ts";
import { ownAccount } from "../../functions/src/composition.ts";
import { nameOfActing, type Account } from "../../functions/src/domain/account.ts";
import { firestoreAccountStanding } from "../../functions/src/firestore/account-standing.ts";
import { firestoreAccountTokens } from "../../functions/src/firestore/account-tokens.ts";
import { firestoreDueNumbers } from "../../functions/src/firestore/due-numbers.ts";
import { firestoreManyNumbers } from "../../functions/src/firestore/looks-together.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { firestoreReconcilerMemory } from "../../functions/src/firestore/reconciler-memory.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { refusedTo } from "../../functions/src/graph/refused-fields.ts";
import { usageMeter } from "../../functions/src/graph/usage-meter.ts";
import { noticeJournal } from "../../functions/src/journal/notice-journal.ts";
import { memoryFirestore } from "../../functions/src/testing/firestore/memory-firestore.ts";
import { storedDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import { keepingOpened } from "../../functions/src/vault/opened-tokens.ts";
import { tokenVault } from "../../functions/src/vault/token-vault.ts";
import { demoConfiguration } from "../demo-configuration.ts";
import { shownView, storeCustomers } from "./customers.ts";

/** How long this Firestore takes for an answer: one in the same region, roughly. */
const FIRESTORE_MS = 10;

const config = demoConfiguration(process.env["META_GRAPH_BASE_URL"] ?? "", process.env);
const documents = storedDocuments(
  () => undefined,
  () => undefined,
);
const db = memoryFirestore(
  documents,
  async (_, carryOut) => {
    await pause(FIRESTORE_MS);
    return carryOut();
  },
  Date.now,
);
const tokens = firestoreAccountTokens(db, keepingOpened(tokenVault(config.tokenKeys)));
const standing = firestoreAccountStanding(db);
let looked = 0;

/** As the composition has them, with another Firestore. */
function ports(account: Account): ReconcilePorts {
  const { appId, appSecret, token } = account.credentials;
  const meter = usageMeter();
  const graph = metaGraph({
    baseUrl: config.graphBaseUrl,
    version: config.graphVersion,
    appId,
    appSecret,
    token: token.reveal(),
    refused: refusedTo(token.reveal()),
    meter: meter.note,
  });
  const { phoneNumberId } = config;
  const expected = { expectedAppId: appId, graphVersion: config.graphVersion, ownWebhook: null };
  const name = nameOfActing(account, token.reveal());
  return {
    graph,
    sending: { graph, configured: { phoneNumberId, wabaId: account.wabaId }, ...expected },
    budget: meter,
    due: firestoreDueNumbers(db),
    homes: firestoreNumberHomes(db),
    numbers: firestoreManyNumbers(db, { seenBy: "reconcile", limit: config.registrationBudget }),
    memory: firestoreReconcilerMemory(db, name),
    circuit: firestoreTokenCircuit(db, name),
    clock,
    journal: {
      ...noticeJournal,
      reconciled: (entry) => {
        looked += entry.looked - entry.failed;
        noticeJournal.reconciled(entry);
      },
    },
  };
}

const own = ownAccount(config);
await storeCustomers(db, config, await shownView(config));
const before = process.cpuUsage();
const begun = performance.now();
await reconcileAccounts(ports(own), config, {
  portsOf: async (ref) => {
    const token = await tokens.tokenOf(ref);
    if (token === null) return null;
    const account = { ...ref, businessId: null, credentials: { ...own.credentials, token } };
    return { ...ports(account), tokenSeen: (seen) => standing.tokenSeen(ref, seen) };
  },
});
const ms = performance.now() - begun;
const { user, system } = process.cpuUsage(before);
process.send?.({ looked, ms, cpuMs: (user + system) / 1000, peakMib: process.resourceUsage().maxRSS / 1024 });
process.disconnect();
