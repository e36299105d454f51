import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import { memoryFirestore } from "../testing/firestore/memory-firestore.ts";
import { metaView, NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { reconcilerWorld } from "../testing/reconciler-world.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import type { SendingSource } from "./ports.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

const ACCOUNTS = 300;
const NUMBERS_EACH = 10;
const META_MS = 150;
const FIRESTORE_MS = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a number sends that is not registered is not asked about. */
const UNASKED = new Proxy({} as SendingSource["graph"], { get: (_, name) => assert.fail(`${String(name)} was asked`) });
const EXPECTED = { expectedAppId: null, graphVersion: "v25.0", ownWebhook: null };

/** Many due numbers of many accounts, a Meta and a Firestore that take their time, and the requests to both of one run. */
function stage() {
  const time = virtualTime();
  const plain = memoryStore(() => time.now());
  const requests = { read: 0, commit: 0 };
  const slowly = memoryFirestore(
    plain.documents,
    async (kind, carryOut) => {
      requests[kind] += 1;
      await time.sleep(FIRESTORE_MS);
      return carryOut();
    },
    () => time.now(),
  );
  const store = { ...plain, db: slowly };
  const looked = new Set<string>();
  const graph: ReconcilePorts["graph"] = {
    readNumber: async (id) => {
      await time.sleep(META_MS);
      looked.add(id);
      return { ok: true, value: metaView({ observedAt: new Date(time.now()).toISOString() }) };
    },
    inspectToken: async () => {
      await time.sleep(META_MS);
      return { ok: true, value: tokenFacts() };
    },
  };
  for (let index = 0; index < ACCOUNTS * NUMBERS_EACH; index += 1) {
    const [id, account] = [String(553_000_000_000_000 + index), index % ACCOUNTS];
    const fields = { customerId: `customer-${account}`, wabaId: String(778_000_000_000_000 + account) };
    plain.documents.commit(
      [{ path: `whatsappNumbers/${id}`, kind: "set", fields, unchangedSince: undefined }],
      time.now(),
    );
    plain.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() };
  }
  const portsAs = (token: string): ReconcilePorts => ({
    ...reconcilerWorld(store, time, graph, token).ports,
    sending: { graph: UNASKED, configured: { phoneNumberId: NUMBER, wabaId: WABA }, ...EXPECTED },
  });
  const portsOf = async ({ wabaId }: { readonly wabaId: string }) => portsAs(wabaId);
  const run = async (namedIds: readonly string[] = []) => {
    Object.assign(requests, { read: 0, commit: 0 });
    looked.clear();
    const begun = time.now();
    await time.run(() => reconcileAccounts(portsAs("own"), { namedIds, manages: () => true }, { portsOf }));
    return { tookMs: time.now() - begun, looked: [...looked].filter((id) => id !== NUMBER).length, ...requests };
  };
  return { time, run };
}

describe("one run over 3,000 due numbers of 300 accounts", () => {
  it("waits less than a minute, and leaves none of them", async () => {
    const { run } = stage();
    const { looked, tookMs } = await run([NUMBER]);
    assert.equal(looked, ACCOUNTS * NUMBERS_EACH);
    assert.ok(tookMs < MINUTE_MS, `${tookMs} ms`);
  });

  it("asks Firestore a few times for each account, once it is known that no attempt is open", async () => {
    const { run, time } = stage();
    await run();
    await time.run(() => time.sleep(DAY_MS));
    const { looked, read, commit } = await run();
    assert.equal(looked, ACCOUNTS * NUMBERS_EACH);
    // For each account its memory and twice the documents of its numbers; what is due is asked for by both clocks, and whose it is by 300.
    assert.equal(read, ACCOUNTS * 3 + 1 + 2 + (ACCOUNTS * NUMBERS_EACH) / 300);
    // For each account its numbers and its memory, and the memory of the deployment's own.
    assert.equal(commit, ACCOUNTS * 2 + 1);
  });
});
