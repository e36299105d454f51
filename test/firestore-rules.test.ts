import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getDoc,
  getDocs,
  setDoc,
  updateDoc,
  type Firestore,
} from "firebase/firestore";

const READABLE = [
  "whatsappNumbers/550000000000001",
  "whatsappNumbers/550000000000001/whatsappAttempts/a",
  "whatsappNumbers/550000000000001/whatsappEvents/e",
  "whatsappNumbers/550000000000001/whatsappTestMessages/m",
  "whatsappNumbers/550000000000001/whatsappTransitions/t",
];
const HIDDEN = [
  "whatsappLedgers/550000000000001",
  "whatsappRequests/0123456789abcdef",
  "whatsappTokenCircuits/0123456789abcdef",
  "whatsappWebhookStates/777000000000001",
  "phoneNumberIndex/777000000000001_15550001",
  "whatsappNumbers/550000000000001/secrets/s",
  "users/u",
];

let environment: RulesTestEnvironment;

before(async () => {
  const [host, port] = (process.env["FIRESTORE_EMULATOR_HOST"] ?? "").split(":");
  assert.ok(host !== undefined && port !== undefined, "the Firestore emulator must be running: use npm test");
  environment = await initializeTestEnvironment({
    projectId: "demo-rules",
    firestore: {
      host,
      port: Number(port),
      rules: await readFile(new URL("../firestore.rules", import.meta.url), "utf8"),
    },
  });
  await environment.withSecurityRulesDisabled(async (context) => {
    for (const path of [...READABLE, ...HIDDEN]) await setDoc(doc(context.firestore() as never, path), { here: true });
  });
});

after(() => environment.cleanup());

const as = (uid: string, claims: Record<string, unknown>) => (): Firestore =>
  environment.authenticatedContext(uid, claims).firestore() as never;

const OUTSIDERS: readonly (readonly [who: string, db: () => Firestore])[] = [
  ["signed out", () => environment.unauthenticatedContext().firestore() as never],
  ["signed in", as("user", {})],
  ["signed in with the claim as a text", as("text", { whatsappOperator: "true" })],
  ["signed in with the claim withdrawn", as("former", { whatsappOperator: false })],
];
const OPERATOR = ["an operator", as("operator", { whatsappOperator: true })] as const;

describe("reading", () => {
  for (const path of READABLE) {
    it(`an operator reads ${path}`, async () => {
      const seen = await assertSucceeds(getDoc(doc(OPERATOR[1](), path)));
      assert.deepEqual(seen.data(), { here: true });
    });
    for (const [who, db] of OUTSIDERS) {
      it(`${who}: may not read ${path}`, () => assertFails(getDoc(doc(db(), path))));
    }
  }
  for (const path of HIDDEN) {
    for (const [who, db] of [...OUTSIDERS, OPERATOR]) {
      it(`${who}: may not read ${path}`, () => assertFails(getDoc(doc(db(), path))));
    }
  }
  it("an operator lists the numbers", async () => {
    const seen = await assertSucceeds(getDocs(collection(OPERATOR[1](), "whatsappNumbers")));
    assert.equal(seen.size, 1);
  });
  it("a signed-in user may not list the numbers", () =>
    assertFails(getDocs(collection(as("user", {})(), "whatsappNumbers"))));
  it("an operator may not search all attempts at once", () =>
    assertFails(getDocs(collectionGroup(OPERATOR[1](), "whatsappAttempts"))));
});

describe("writing", () => {
  for (const path of [...READABLE, ...HIDDEN]) {
    for (const [who, db] of [...OUTSIDERS, OPERATOR]) {
      it(`${who}: may not create, change or delete ${path}`, async () => {
        await assertFails(setDoc(doc(db(), `${path}-new`), { mine: true }));
        await assertFails(updateDoc(doc(db(), path), { mine: true }));
        await assertFails(deleteDoc(doc(db(), path)));
      });
    }
  }
});
