import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { conclude, EMPTY_LEDGER, LEASE_MS, reserve, type Ledger } from "./attempt-window.ts";
import { endLease, NO_WAITS, takeLease, type CallWaits } from "./call-lease.ts";

const NOW = Date.UTC(2030, 0, 1);
const ask = { call: "request_code", attemptId: "a", now: NOW } as const;

function taken(ledger: Ledger = EMPTY_LEDGER, waits: CallWaits = NO_WAITS): Ledger {
  const lease = takeLease(ledger, waits, ask);
  assert.ok(lease.granted);
  return lease.ledger;
}

describe("the lease of a call that spends no attempt", () => {
  it("is the one that registering takes, so neither gets near the other", () => {
    const held = taken();
    const registering = { operation: "register", attemptId: "b", now: NOW, limit: 10 } as const;
    assert.ok(!reserve(held, registering).granted);
    const reserved = reserve(EMPTY_LEDGER, registering);
    assert.ok(reserved.granted);
    const refused = takeLease(reserved.ledger, NO_WAITS, ask);
    assert.deepEqual(refused, { granted: false, refusal: { reason: "leased", until: NOW + LEASE_MS } });
  });

  it("spends nothing, and leaves the times alone at which the number is read", () => {
    const before: Ledger = { ...EMPTY_LEDGER, nextLookAt: NOW + 5 };
    const held = taken(before);
    assert.deepEqual({ ...held, lease: null }, before);
    assert.deepEqual(endLease(held, NO_WAITS, { ...ask, waitMs: null }), { ledger: before, waits: NO_WAITS });
  });

  it("asked for twice is given once", () => {
    const held = taken();
    const again = takeLease(held, NO_WAITS, { ...ask, now: NOW + 1 });
    assert.ok(again.granted && again.ledger === held);
  });

  it("can be taken by others once it has run out, and is not given back for them", () => {
    const held = taken();
    const other = takeLease(held, NO_WAITS, { ...ask, attemptId: "b", now: NOW + LEASE_MS });
    assert.ok(other.granted);
    const ended = endLease(other.ledger, NO_WAITS, { ...ask, now: NOW + LEASE_MS + 1, waitMs: null });
    assert.equal(ended.ledger.lease?.attemptId, "b");
  });

  it("is refused until the moment that Meta named, for that kind of call alone", () => {
    const { ledger, waits } = endLease(taken(), NO_WAITS, { ...ask, waitMs: 1000 });
    const until = NOW + 1000;
    const early = takeLease(ledger, waits, { ...ask, now: until - 1 });
    assert.deepEqual(early, { granted: false, refusal: { reason: "waiting", until } });
    assert.ok(takeLease(ledger, waits, { ...ask, now: until }).granted);
    assert.ok(takeLease(ledger, waits, { call: "verify_code", attemptId: "v", now: NOW }).granted);
  });

  it("never belongs to two, whatever comes when", () => {
    const step = fc.record({
      kind: fc.constantFrom("take", "end", "reserve", "conclude"),
      id: fc.constantFrom("a", "b", "c"),
      call: fc.constantFrom("request_code", "verify_code", "set_pin"),
      afterMs: fc.nat({ max: LEASE_MS }),
      waitMs: fc.option(fc.nat({ max: 3 * LEASE_MS })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let ledger = EMPTY_LEDGER;
        let waits = NO_WAITS;
        let now = NOW;
        for (const { kind, id, call, afterMs, waitMs } of steps) {
          now += afterMs;
          const holder = ledger.lease !== null && ledger.lease.takenAt + LEASE_MS > now ? ledger.lease.attemptId : null;
          if (kind === "take") {
            const lease = takeLease(ledger, waits, { call, attemptId: id, now });
            const waiting = waits[call];
            const isFree = holder === null && (waiting === null || waiting <= now);
            assert.equal(lease.granted, holder === id || isFree);
            if (lease.granted) ledger = lease.ledger;
          } else if (kind === "end") {
            ({ ledger, waits } = endLease(ledger, waits, { call, attemptId: id, now, waitMs }));
            assert.notEqual(ledger.lease?.attemptId, id);
          } else if (kind === "reserve") {
            const reservation = reserve(ledger, { operation: "register", attemptId: `${id}${now}`, now, limit: 10 });
            if (reservation.granted) ({ ledger } = reservation);
            else if (holder !== null) assert.equal(reservation.refusal.reason, "leased");
          } else {
            const attemptId = ledger.lease?.attemptId ?? id;
            const end = {
              operation: "register",
              attemptId,
              now,
              spent: true,
              blocked: false,
              nextLookAt: null,
            } as const;
            ledger = conclude(ledger, end);
          }
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
