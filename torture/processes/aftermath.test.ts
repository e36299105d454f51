import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { complaintsAfterLook, type Aftermath } from "./aftermath.ts";

const phoneNumberId = "566000000000001";
const attempt = {
  phoneNumberId,
  attemptId: "attempt-1",
  status: "registered",
  reservedAt: 0,
  settledAt: 1 as number | null,
};
const good: Aftermath = {
  trace: { phoneNumberId, attemptId: "attempt-1", how: "killed" },
  ledger: { entries: [{ attemptId: "attempt-1", reservedAt: 0 }], blockedUntil: null, lease: null, nextLookAt: 2 },
  attempts: [attempt],
  status: "registered",
  posts: 1,
  isConnected: true,
};
const unknown = { ...attempt, status: "outcome_unknown", settledAt: null };

describe("what is found after a look at a number whose process was killed", () => {
  it("has nothing to complain about when all is settled", () => {
    assert.deepEqual(complaintsAfterLook(good, true), []);
  });

  const wrong: [string, Aftermath, boolean][] = [
    [
      "a lease that does not end",
      { ...good, ledger: { ...good.ledger, lease: { attemptId: "attempt-1", takenAt: 0 } } },
      false,
    ],
    ["a document that is stuck", { ...good, status: "in_progress", isConnected: false }, false],
    ["a success that nobody noticed", { ...good, status: "not_registered" }, false],
    [
      "an attempt that is stuck",
      { ...good, attempts: [{ ...attempt, status: "in_progress", settledAt: null }] },
      false,
    ],
    [
      "an attempt that is never looked at again",
      { ...good, ledger: { ...good.ledger, nextLookAt: null }, attempts: [unknown] },
      false,
    ],
    ["an attempt that is open for ever", { ...good, attempts: [unknown] }, true],
    ["an attempt that ended without an end", { ...good, attempts: [{ ...attempt, status: "in_progress" }] }, true],
  ];
  for (const [what, found, isLate] of wrong) {
    it(`complains about ${what}`, () => assert.equal(complaintsAfterLook(found, isLate).length, 1));
  }

  it("lets an attempt of unknown outcome be, while it is looked at again", () => {
    assert.deepEqual(complaintsAfterLook({ ...good, attempts: [unknown] }, false), []);
  });
});
