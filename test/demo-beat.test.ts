import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { PLAIN_NUMBER_ID } from "../graph-simulator/magic/plain.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { startBeat } from "../tools/demo-beat.ts";
import { deleteApp, getFirestore, initializeApp } from "../tools/product-packages.ts";

/** A database of its own: the beat looks at every number that is due in it. */
const app = initializeApp({ projectId: "demo-beat" });
const db = getFirestore(app);

let simulator: Simulator;

before(async () => {
  simulator = await startSimulator();
});

after(async () => {
  await simulator.close();
  await deleteApp(app);
});

describe("the beat of npm start", () => {
  it("has the numbers read without anybody asking, until it is stopped", async () => {
    const number = db.doc(`whatsappNumbers/${PLAIN_NUMBER_ID}`);
    const beat = startBeat({ env: {} }, simulator.url);
    for (let tries = 0; tries < 300 && !(await number.get()).exists; tries += 1) await pause(200);
    await beat[Symbol.asyncDispose]();
    assert.equal(PhoneNumberDocument.parse((await number.get()).data()).lifecycle, "ready_to_register");
    simulator.clearRequests();
    await db.doc(`whatsappLedgers/${PLAIN_NUMBER_ID}`).update({ nextLookAt: new Date(0) });
    await pause(6000);
    assert.deepEqual(simulator.requests(), []);
  });

  it("gives the attempts back when time is let pass on Meta's side", async () => {
    const [number, ledger] = ["whatsappNumbers", "whatsappLedgers"].map((name) => db.doc(`${name}/${PLAIN_NUMBER_ID}`));
    const left = async (): Promise<number | undefined> =>
      PhoneNumberDocument.parse((await number?.get())?.data()).attempts?.remaining;
    const until = async (remaining: number): Promise<void> => {
      for (let tries = 0; tries < 150 && (await left()) !== remaining; tries += 1) await pause(200);
      assert.equal(await left(), remaining);
    };
    // A look tells how many are left only where the number's document tells it already, as after any registration from here.
    const attempts = { used: 1, limit: 10, remaining: 9, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
    await number?.update({ attempts });
    const entries = Array.from({ length: 10 }, (_, index) => ({
      attemptId: `attempt-${index}`,
      reservedAt: new Date(),
      end: "final",
    }));
    await ledger?.set({
      register: { entries, blockedUntil: null },
      deregister: { entries: [], blockedUntil: null },
      lease: null,
      nextLookAt: new Date(0),
    });
    const beat = startBeat({ env: {} }, simulator.url);
    try {
      await until(0);
      const body = JSON.stringify({ hours: 73 });
      assert.ok((await fetch(`${simulator.url}/_simulator/passing-time`, { method: "POST", body })).ok);
      await until(10);
    } finally {
      await beat[Symbol.asyncDispose]();
    }
  });
});
