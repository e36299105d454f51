import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LEASE_MS } from "./attempt-window.ts";
import { beginConnection, endConnection, type PendingConnection } from "./pending-connection.ts";

const NOW = Date.UTC(2030, 0, 1);
const NOTHING: PendingConnection = { lease: null, code: null };
const begin = (pending: PendingConnection, attemptId: string, code: string | null, now = NOW) =>
  beginConnection(pending, { attemptId, code, now });
const begun = (pending: PendingConnection, attemptId: string, code: string | null, now = NOW) => {
  const turn = begin(pending, attemptId, code, now);
  assert.ok(turn.granted);
  return turn;
};

describe("the turn of a call that connects an account", () => {
  it("is one call's at a time, until its lease ends", () => {
    const { pending } = begun(NOTHING, "call-1", "code-1");
    assert.deepEqual(pending, { lease: { attemptId: "call-1", takenAt: NOW, isNewCode: true }, code: "code-1" });
    assert.deepEqual(begin(pending, "call-2", null, NOW + 1), { granted: false, until: NOW + LEASE_MS });
    assert.ok(begin(pending, "call-2", null, NOW + LEASE_MS).granted);
  });

  it("says whether the code is new, and says so again where the acknowledgement was lost", () => {
    const first = begun(NOTHING, "call-1", "code-1");
    assert.equal(first.isNewCode, true);
    assert.equal(begun(first.pending, "call-1", "code-1").isNewCode, true);
    const ended = endConnection(first.pending, "call-1");
    assert.ok(ended !== null);
    assert.equal(begun(ended, "call-2", "code-1").isNewCode, false);
    assert.equal(begun(ended, "call-2", "code-2").isNewCode, true);
    const resumed = begun(ended, "call-2", null);
    assert.deepEqual([resumed.isNewCode, resumed.pending.code], [false, "code-1"]);
  });

  it("is given back by the call that has it, and by no other", () => {
    const { pending } = begun(NOTHING, "call-1", "code-1");
    assert.deepEqual(endConnection(pending, "call-1"), { lease: null, code: "code-1" });
    assert.equal(endConnection(pending, "call-2"), null);
    assert.equal(endConnection(NOTHING, "call-1"), null);
  });
});
