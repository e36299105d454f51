import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptEnd, AttemptRequest } from "../app/ports.ts";
import { clock } from "../clock.ts";
import type { AttemptOutcome } from "../domain/outcome/attempt.ts";
import { registeredNow } from "../domain/outcome/registration.ts";
import { memoryFirestore } from "../testing/firestore/memory-firestore.ts";
import { CONNECTED, NUMBER } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAttempts } from "./attempts.ts";

const MINUTE = 60_000;
const request: AttemptRequest = {
  phoneNumberId: NUMBER,
  attemptId: "attempt-1",
  operation: "register",
  by: "operator-1",
  forced: false,
  dataLocalizationRegion: null,
};
const end: AttemptEnd<AttemptOutcome> = {
  outcome: registeredNow(null),
  spent: true,
  blocked: false,
  view: CONNECTED,
  lookAgainInMs: null,
};

/** An attempt in Firestore, whose clock is years ahead of the instance's, and the requests that are made. */
function underway() {
  let now = Date.UTC(2030, 0, 1);
  const store = memoryStore(() => now);
  const asked: string[] = [];
  const db = memoryFirestore(
    store.documents,
    async (kind, carryOut) => {
      asked.push(kind);
      return carryOut();
    },
    () => now,
  );
  const pass = (ms: number): number => (now += ms);
  const stopwatch = () => {
    const begun = now;
    return () => now - begun;
  };
  return { store, attempts: firestoreAttempts(db, 10, { now: () => 0, stopwatch }), asked, pass };
}

describe("the settlement of an attempt", () => {
  it("is one write where nobody has changed the documents since, at Firestore's time", async () => {
    const { store, attempts, asked, pass } = underway();
    await attempts.reserve(request);
    asked.length = 0;
    const time = pass(MINUTE);
    assert.equal((await attempts.settle(request, end)).now, time);
    assert.deepEqual(asked, ["commit"]);
    const { ledger, document, audit } = store.number(NUMBER);
    assert.equal(ledger.lease, null);
    assert.equal(ledger.register.entries[0]?.end, "final");
    assert.equal(document?.registration?.at, new Date(time).toISOString());
    assert.equal(audit.get("attempt-1")?.settledAt, time);
  });

  it("keeps what somebody else has written since", async () => {
    const { store, attempts, asked } = underway();
    await attempts.reserve(request);
    const between = store.number(NUMBER);
    assert.ok(between.document !== undefined);
    between.document = { ...between.document, wabaId: "777000000000002" };
    between.ledger = { ...between.ledger, nextLookAt: 1 };
    asked.length = 0;
    await attempts.settle(request, end);
    assert.deepEqual(asked, ["commit", "read", "commit"]);
    const { ledger, document } = store.number(NUMBER);
    assert.equal(document?.wabaId, "777000000000002");
    assert.equal(document?.registration?.status, "registered");
    assert.equal(ledger.nextLookAt, 1, "the look that was asked for stays due");
  });

  it("reads the documents where another process has reserved it", async () => {
    const { store, attempts, asked } = underway();
    await firestoreAttempts(store.db, 10, clock).reserve(request);
    await attempts.settle(request, end);
    assert.deepEqual(asked, ["read", "commit"]);
  });
});
