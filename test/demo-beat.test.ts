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
});
