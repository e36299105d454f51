import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { firestoreTokenCircuit } from "../functions/src/firestore/token-circuit.ts";
import { deleteApp, initializeApp } from "../tools/product-packages.ts";
import { getFirestore, Timestamp, type Firestore } from "../tools/product-packages.ts";
import { clearStore } from "./harness/callable.ts";

const TOKEN = "EAAcircuitcanary00000000000000000001";

describe("the circuit of a token", () => {
  const app = initializeApp({ projectId: process.env["GCLOUD_PROJECT"] ?? "" }, "token-circuit");
  let db: Firestore;
  before(async () => {
    await clearStore();
    db = getFirestore(app);
  });
  after(() => deleteApp(app));

  it("opens for the token that Meta refused, and for no other", async () => {
    const circuit = firestoreTokenCircuit(db, TOKEN);
    assert.equal(await circuit.isOpen(), false);
    await circuit.open();
    assert.equal(await circuit.isOpen(), true);
    assert.equal(await firestoreTokenCircuit(db, `${TOKEN}2`).isOpen(), false, "a new token");
    await circuit.close();
    assert.equal(await circuit.isOpen(), false);
  });

  it("lets one try through when an hour has passed", async () => {
    const circuit = firestoreTokenCircuit(db, TOKEN);
    await circuit.open();
    const { docs } = await db.collection("whatsappTokenCircuits").get();
    const [stored] = docs;
    assert.ok(stored && docs.length === 1);
    await stored.ref.set({ openedAt: Timestamp.fromMillis(Date.now() - 59 * 60_000) });
    assert.equal(await circuit.isOpen(), true);
    await stored.ref.set({ openedAt: Timestamp.fromMillis(Date.now() - 61 * 60_000) });
    assert.equal(await circuit.isOpen(), false);
  });

  it("keeps nothing of the token", async () => {
    await firestoreTokenCircuit(db, TOKEN).open();
    const { docs } = await db.collection("whatsappTokenCircuits").get();
    for (const { id, ref } of docs) {
      assert.match(id, /^[0-9a-f]{16}$/);
      assert.deepEqual(Object.keys((await ref.get()).data() ?? {}), ["openedAt"]);
    }
  });
});
