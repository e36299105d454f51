import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Timestamp } from "firebase-admin/firestore";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { KeptEvent, KnownNumber } from "../domain/webhook/webhook-route.ts";
import { memoryFirestore } from "../testing/firestore/memory-firestore.ts";
import { storedDocuments } from "../testing/firestore/stored-documents.ts";
import { CONNECTED, NUMBER, WABA } from "../testing/fixtures.ts";
import { firestoreDeliveries } from "./deliveries.ts";
import { ledgerDocument } from "./ledger-document.ts";

const AT = Date.UTC(2026, 5, 1);
const NOW = AT + 60_000;
const PATH = `whatsappNumbers/${NUMBER}`;
const LEDGER = `whatsappLedgers/${NUMBER}`;

/** A Firestore with one number, and two instances of the webhook before it. */
function world() {
  const documents = storedDocuments(
    () => undefined,
    () => undefined,
  );
  const write = (path: string, fields: Record<string, unknown>): void =>
    documents.commit([{ path, kind: "set", fields, unchangedSince: undefined }], AT);
  write(PATH, changedDocument({ wabaId: WABA }, { view: CONNECTED }, AT));
  write(LEDGER, ledgerDocument(EMPTY_LEDGER));
  const asked: string[] = [];
  const db = memoryFirestore(
    documents,
    async (request, carryOut) => {
      asked.push(request);
      return carryOut();
    },
    () => NOW,
  );
  return {
    documents,
    asked,
    one: firestoreDeliveries(db, WABA),
    another: firestoreDeliveries(db, WABA),
    claims: () => Object.keys(PhoneNumberDocument.parse(documents.read(PATH)?.fields).webhook?.claims ?? {}).toSorted(),
    nextLookAt: () => {
      const at = documents.read(LEDGER)?.fields["nextLookAt"];
      return at instanceof Timestamp ? at.toMillis() : null;
    },
  };
}

const WANTED = { ids: [NUMBER], digits: [], wabaIds: [], accounts: [], statuses: [] };

async function lookedUp(deliveries: ReturnType<typeof firestoreDeliveries>): Promise<KnownNumber> {
  const [number] = (await deliveries.find(WANTED)).numbers;
  assert.ok(number !== undefined);
  return number;
}

const event = (subject: "quality" | "name", eventId: string): KeptEvent => ({
  eventId,
  at: AT,
  claim: { subject, word: "FLAGGED", detail: null },
  provesLifeAt: null,
  wabaId: WABA,
  field: "any",
  json: "{}",
  namesNumber: true,
});

describe("events of a number that was looked up", () => {
  it("are stored in one request, and have the number read", async () => {
    const { one, asked, claims, nextLookAt } = world();
    const number = await lookedUp(one);
    asked.length = 0;
    const transition = await one.store(number, [event("quality", "e1")]);
    assert.deepEqual(asked, ["commit"]);
    assert.deepEqual([claims(), nextLookAt()], [["quality"], NOW]);
    assert.notEqual(transition, null);
  });

  it("are stored beside what another instance has stored meanwhile", async () => {
    const { one, another, claims, asked } = world();
    const [number, same] = [await lookedUp(one), await lookedUp(another)];
    await another.store(same, [event("name", "e1")]);
    asked.length = 0;
    await one.store(number, [event("quality", "e2")]);
    assert.deepEqual(claims(), ["name", "quality"]);
    assert.deepEqual(asked, ["commit", "read", "commit"], "what somebody changed is read anew");
  });

  it("are decided on a reading where events of the number are being stored, or were by the same look-up", async () => {
    const { one, claims, asked } = world();
    const [number, same] = [await lookedUp(one), await lookedUp(one)];
    asked.length = 0;
    await Promise.all([one.store(number, [event("name", "e1")]), one.store(same, [event("quality", "e2")])]);
    assert.deepEqual(claims(), ["name", "quality"]);
    assert.deepEqual(asked, ["commit", "read", "commit"], "no commit was in vain");
    await one.store(number, [event("name", "e3")]);
    assert.deepEqual(asked.slice(3), ["read", "commit"]);
  });

  it("are stored of a number without a ledger too, which gets one", async () => {
    const { one, documents, claims, nextLookAt } = world();
    documents.commit([{ path: LEDGER, kind: "delete", fields: {}, unchangedSince: undefined }], AT);
    await one.store(await lookedUp(one), [event("quality", "e1")]);
    assert.deepEqual([claims(), nextLookAt()], [["quality"], NOW]);
    assert.deepEqual(documents.read(LEDGER)?.fields["lease"], null, "a whole one");
  });

  it("are let go of where the number is gone", async () => {
    const { one, documents } = world();
    const number = await lookedUp(one);
    documents.commit([{ path: PATH, kind: "delete", fields: {}, unchangedSince: undefined }], AT);
    assert.equal(await one.store(number, [event("quality", "e1")]), null);
    assert.deepEqual([documents.read(PATH), documents.inside(`${PATH}/whatsappEvents`)], [undefined, []]);
  });
});
