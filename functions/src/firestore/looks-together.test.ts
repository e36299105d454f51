import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptEnd, AttemptRequest } from "../app/ports.ts";
import type { NumberLook } from "../app/reconcile-ports.ts";
import { EMPTY_LEDGER, LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { UnreadableLedger } from "../domain/attempt/unreadable-ledger.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { failure } from "../domain/outcome/registration.ts";
import { clockAt } from "../testing/clocks-by-hand.ts";
import { memoryFirestore } from "../testing/firestore/memory-firestore.ts";
import type { Fields } from "../testing/firestore/written-fields.ts";
import { CONNECTED, graphError, metaView } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAttempts } from "./attempts.ts";
import { firestoreManyNumbers } from "./looks-together.ts";
import { firestorePhoneNumbers } from "./phone-numbers.ts";

const START = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;
const BY = { seenBy: "reconcile", limit: 10 } as const;
const IDS = ["550000000000011", "550000000000012", "550000000000013"] as const;
const [FIRST, SECOND, THIRD] = IDS;

const iso = (ms: number): string => new Date(ms).toISOString();
const ledgerOf = (id: string): string => `whatsappLedgers/${id}`;

const request = (phoneNumberId: string, attemptId = "attempt-1"): AttemptRequest => ({
  phoneNumberId,
  attemptId,
  operation: "register",
  by: "operator-1",
  forced: false,
  dataLocalizationRegion: null,
});

const UNANSWERED: AttemptEnd = {
  outcome: failure("outcome_unknown"),
  spent: true,
  blocked: false,
  view: null,
  lookAgainInMs: 60_000,
};

/** Three numbers that were not registered an hour ago, and the requests that are made. `beforeCommit` is called once. */
function stage() {
  let now = START;
  const store = memoryStore(() => now);
  const asked: string[] = [];
  const way = { beforeCommit: null as (() => unknown) | null };
  const db = memoryFirestore(
    store.documents,
    async (kind, carryOut) => {
      asked.push(kind);
      if (kind === "commit") {
        const { beforeCommit } = way;
        way.beforeCommit = null;
        await beforeCommit?.();
      }
      return carryOut();
    },
    () => now,
  );
  for (const id of IDS) {
    store.number(id).document = changedDocument({}, { view: metaView({ observedAt: iso(START - HOUR_MS) }) }, START);
    store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: now };
  }
  const attempts = firestoreAttempts(
    store.db,
    10,
    clockAt(() => now),
  );
  const shows = (id: string): NumberLook => ({
    phoneNumberId: id,
    sighting: { view: { ...CONNECTED, observedAt: iso(now) }, refusal: null, token: null },
  });
  const write = (path: string, fields: Fields): void =>
    store.documents.commit([{ path, kind: "update", fields, unchangedSince: undefined }], now);
  return {
    store,
    asked,
    way,
    attempts,
    numbers: firestoreManyNumbers(db, BY),
    one: firestorePhoneNumbers(store.db, BY),
    looks: () => IDS.map(shows),
    write,
    forget: (id: string): void =>
      store.documents.commit([{ path: ledgerOf(id), kind: "delete", fields: {}, unchangedSince: undefined }], now),
    isSettled: (id: string): unknown => store.documents.read(ledgerOf(id))?.fields["isSettled"],
    lifecycles: () => IDS.map((id) => store.number(id).document?.lifecycle),
    transitions: (id: string) => store.documents.inside(`whatsappNumbers/${id}/whatsappTransitions`).length,
    pass: (ms: number): void => void (now += ms),
  };
}

describe("looks that are written together", () => {
  it("take one reading and one commit, once a look has found nothing open", async () => {
    const { numbers, looks, asked, pass, isSettled, lifecycles } = stage();
    await numbers.look(looks());
    assert.deepEqual(asked, ["read", "read", "read", "read", "commit"], "what is open is looked for, once for each");
    assert.deepEqual(IDS.map(isSettled), [true, true, true]);
    pass(24 * HOUR_MS);
    asked.length = 0;
    const ends = await numbers.look(looks());
    assert.deepEqual(asked, ["read", "commit"]);
    assert.deepEqual(lifecycles(), ["connected", "connected", "connected"]);
    assert.deepEqual(
      ends.map((end) => end.status),
      ["fulfilled", "fulfilled", "fulfilled"],
    );
  });

  it("write what looks write one by one, transitions too, and answer the same", async () => {
    const [together, apart] = [stage(), stage()];
    const answers = await together.numbers.look(together.looks());
    const expected = await Promise.allSettled(
      apart.looks().map(({ phoneNumberId, sighting }) => apart.one.look(phoneNumberId, sighting)),
    );
    assert.deepEqual(answers, expected);
    for (const id of IDS) {
      const [one, other] = [together.store.number(id), apart.store.number(id)];
      assert.deepEqual([one.document, one.ledger], [other.document, other.ledger]);
      assert.deepEqual([together.transitions(id), apart.transitions(id)], [1, 1]);
    }
  });

  it("are written one by one where somebody has changed one of them, which is then read anew", async () => {
    const { numbers, looks, store, way, attempts, lifecycles, transitions, isSettled } = stage();
    way.beforeCommit = () => attempts.reserve(request(SECOND));
    const ends = await numbers.look(looks());
    assert.ok(ends.every(({ status }) => status === "fulfilled"));
    assert.equal(store.number(SECOND).ledger.lease?.attemptId, "attempt-1", "the call still holds its number");
    assert.equal(store.number(SECOND).document?.registration?.status, "in_progress");
    assert.notEqual(isSettled(SECOND), true);
    assert.deepEqual([lifecycles()[0], lifecycles()[2]], ["connected", "connected"]);
    assert.deepEqual([transitions(FIRST), transitions(THIRD)], [1, 1], "each change is recorded once");
  });

  it("are not stopped by a ledger that cannot be read, which stops its own number alone", async () => {
    const { numbers, looks, store, write, asked, lifecycles } = stage();
    write(ledgerOf(SECOND), { register: "spoilt" });
    const before = store.documents.read(ledgerOf(SECOND));
    const [first, second, third] = await numbers.look(looks());
    assert.ok(second?.status === "rejected" && second.reason instanceof UnreadableLedger);
    assert.deepEqual([first?.status, third?.status], ["fulfilled", "fulfilled"]);
    assert.equal(store.documents.read(ledgerOf(SECOND)), before);
    assert.deepEqual(lifecycles(), ["connected", "ready_to_register", "connected"]);
    assert.equal(asked.filter((kind) => kind === "commit").length, 1);
  });

  it("are not stopped by one that Firestore refuses", async () => {
    const { numbers, looks, lifecycles } = stage();
    const [first, second, third] = looks();
    assert.ok(first !== undefined && second?.sighting.view != null && third !== undefined);
    const view = { ...second.sighting.view, verifiedName: "half a pair: \uD800" };
    const ends = await numbers.look([first, { ...second, sighting: { ...second.sighting, view } }, third]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.deepEqual(lifecycles(), ["connected", "ready_to_register", "connected"]);
  });

  it("settle attempts that are open, with the same commit", async () => {
    const { numbers, looks, store, attempts, asked, pass, isSettled } = stage();
    await attempts.reserve(request(SECOND));
    pass(LEASE_MS);
    const ends = await numbers.look(looks());
    const { audit, ledger, document } = store.number(SECOND);
    assert.equal(audit.get("attempt-1")?.status, "registered");
    assert.notEqual(audit.get("attempt-1")?.settledAt, null);
    assert.equal(ledger.register.entries[0]?.end, "final");
    assert.equal(document?.registration?.status, "registered");
    assert.ok(ends[1]?.status === "fulfilled" && ends[1].value.transition !== null);
    assert.equal(asked.filter((kind) => kind === "commit").length, 1);
    assert.notEqual(isSettled(SECOND), true, "that nothing is open is for a look to find that settles nothing");
  });

  for (const [where, isLost] of [
    ["", false],
    [", also where the ledger was lost", true],
  ] as const) {
    it(`find an attempt that its call opened again after a look had settled it${where}`, async () => {
      const { numbers, looks, store, attempts, pass, forget, isSettled } = stage();
      await numbers.look(looks());
      assert.equal(isSettled(SECOND), true);
      await attempts.reserve(request(SECOND));
      assert.equal(isSettled(SECOND), false);
      pass(LEASE_MS);
      if (isLost) forget(SECOND);
      await numbers.look(looks());
      await numbers.look(looks());
      assert.equal(isSettled(SECOND), true);
      await attempts.settle(request(SECOND), UNANSWERED);
      assert.equal(
        store.number(SECOND).ledger.register.entries[0]?.end ?? "final",
        "final",
        "the ledger does not tell",
      );
      assert.equal(store.number(SECOND).audit.get("attempt-1")?.settledAt, null);
      assert.equal(isSettled(SECOND), false);
      await numbers.look(looks());
      assert.notEqual(store.number(SECOND).audit.get("attempt-1")?.settledAt, null);
    });
  }

  it("leave no trace of an id that nothing is known of and that cannot be read", async () => {
    const { numbers, store, asked } = stage();
    const refusal = graphError(100);
    const ends = await numbers.look([
      { phoneNumberId: "550000000000099", sighting: { view: null, refusal, token: null } },
    ]);
    assert.deepEqual(ends, [{ status: "fulfilled", value: { document: null, transition: null } }]);
    assert.equal(store.documents.read(ledgerOf("550000000000099")), undefined);
    assert.ok(!asked.includes("commit"));
  });
});

describe("what is stored of several numbers", () => {
  it("is read in one request, in their order", async () => {
    const { numbers, asked, store } = stage();
    const known = await numbers.known([THIRD, "550000000000099", FIRST]);
    assert.deepEqual(
      known.map(({ meta }) => meta?.observedAt),
      [store.number(THIRD).document?.meta?.observedAt, undefined, store.number(FIRST).document?.meta?.observedAt],
    );
    assert.deepEqual(asked, ["read"]);
  });
});
