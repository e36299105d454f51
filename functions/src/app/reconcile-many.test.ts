import assert from "node:assert/strict";
import { it } from "node:test";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import { memoryFirestore } from "../testing/firestore/memory-firestore.ts";
import { metaView, NUMBER, tokenFacts } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { reconcilerWorld } from "../testing/reconciler-world.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

const ACCOUNTS = 300;
const NUMBERS_EACH = 10;
const META_MS = 150;
const FIRESTORE_MS = 10;
const MINUTE_MS = 60_000;

it("one run waits less than a minute for 3,000 due numbers of 300 accounts, and leaves none of them", async () => {
  const time = virtualTime();
  const plain = memoryStore(() => time.now());
  const slowly = memoryFirestore(
    plain.documents,
    async (_, carryOut) => {
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
  const own = reconcilerWorld(store, time, graph, "own");
  const portsOf = async ({ wabaId }: { readonly wabaId: string }) => reconcilerWorld(store, time, graph, wabaId).ports;
  const begun = time.now();
  await time.run(() => reconcileAccounts(own.ports, { namedIds: [NUMBER], manages: () => true }, { portsOf }));
  const tookMs = time.now() - begun;
  assert.equal([...looked].filter((id) => id !== NUMBER).length, ACCOUNTS * NUMBERS_EACH);
  assert.ok(tookMs < MINUTE_MS, `${tookMs} ms`);
});
