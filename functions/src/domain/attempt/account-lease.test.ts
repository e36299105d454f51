import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import {
  endAccountLease,
  NO_ACCOUNT_RECORD,
  sendUnderLease,
  takeAccountLease,
  type AccountRecord,
} from "./account-lease.ts";
import { LEASE_MS } from "./attempt-window.ts";

const NOW = Date.UTC(2030, 0, 1);
const held: AccountRecord = { lease: { attemptId: "first", takenAt: NOW, sent: false }, openSince: null };
const sent: AccountRecord = { lease: { attemptId: "first", takenAt: NOW, sent: true }, openSince: null };

describe("the lease of a thing in an account", () => {
  it("is one call's at a time, and asking twice is asking once", () => {
    const taken = takeAccountLease(NO_ACCOUNT_RECORD, "first", NOW);
    assert.deepEqual(taken, { granted: true, record: held });
    assert.deepEqual(takeAccountLease(held, "first", NOW + 1), { granted: true, record: held });
    assert.deepEqual(takeAccountLease(held, "second", NOW + 1), { granted: false, until: NOW + LEASE_MS });
  });

  it("that ran out leaves an open outcome where its request was on its way, and else what was open before", () => {
    const lease = { attemptId: "second", takenAt: NOW + LEASE_MS, sent: false };
    for (const [record, openSince] of [
      [sent, NOW],
      [held, null],
      [{ ...held, openSince: NOW - 5 }, NOW - 5],
    ] as const)
      assert.deepEqual(takeAccountLease(record, "second", NOW + LEASE_MS), {
        granted: true,
        record: { lease, openSince },
      });
  });

  it("lets the call alone send that holds it", () => {
    assert.deepEqual(sendUnderLease(held, "first"), sent);
    assert.deepEqual([sendUnderLease(held, "second"), sendUnderLease(NO_ACCOUNT_RECORD, "first")], [null, null]);
  });

  it("that was taken in the future holds nobody up", () => {
    const taken = takeAccountLease(sent, "second", NOW - 1);
    assert.ok(taken.granted && taken.record.openSince === NOW - 1);
  });

  it("ends with what is open: this call, still an earlier one, or none", () => {
    const record = { ...held, openSince: NOW - 5 };
    const end = (open: "now" | "still" | "no") => endAccountLease(record, { attemptId: "first", open, now: NOW + 9 });
    assert.deepEqual(
      [end("now"), end("still"), end("no")].map(({ lease, openSince }) => [lease, openSince]),
      [
        [null, NOW + 9],
        [null, NOW - 5],
        [null, null],
      ],
    );
  });

  it("that another holds by now is not given back by the one who lost it, who still says that an outcome is open", () => {
    const end = (open: "now" | "still" | "no") => endAccountLease(held, { attemptId: "late", open, now: NOW + 9 });
    assert.deepEqual([end("still"), end("no")], [held, held]);
    assert.deepEqual(end("now"), { ...held, openSince: NOW + 9 });
    const nobodys = endAccountLease(NO_ACCOUNT_RECORD, { attemptId: "late", open: "no", now: NOW });
    assert.deepEqual(nobodys, NO_ACCOUNT_RECORD);
  });

  it("is never held by two at once, and never forgets a call that sent something and did not come back", () => {
    const step = fc.record({
      attemptId: fc.constantFrom("a", "b", "c"),
      waitMs: fc.nat(2 * LEASE_MS),
      sends: fc.boolean(),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let [record, now] = [NO_ACCOUNT_RECORD, NOW];
        const seen = { holder: "", until: 0, hasSent: false, unreturned: false };
        for (const { attemptId, waitMs, sends, ends } of steps) {
          now += waitMs;
          const taken = takeAccountLease(record, attemptId, now);
          const isHeld = seen.holder !== "" && now < seen.until && seen.holder !== attemptId;
          assert.equal(taken.granted, !isHeld);
          if (!taken.granted) continue;
          seen.unreturned ||= seen.holder !== "" && seen.holder !== attemptId && seen.hasSent;
          record = taken.record;
          assert.equal(record.openSince !== null, seen.unreturned);
          if (seen.holder !== attemptId)
            Object.assign(seen, { holder: attemptId, until: now + LEASE_MS, hasSent: false });
          if (sends) {
            record = sendUnderLease(record, attemptId) ?? assert.fail("The holder may not send.");
            seen.hasSent = true;
          }
          if (!ends) continue;
          record = endAccountLease(record, { attemptId, open: "no", now });
          Object.assign(seen, { holder: "", hasSent: false, unreturned: false });
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
