import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_LEDGER, LEASE_MS, META_LIMIT, WINDOW_MS, type Ledger } from "./attempt-window.ts";
import { rebuiltLedger, type AuditedAttempt } from "./rebuilt-ledger.ts";

const NOW = Date.UTC(2030, 0, 1);
const HOUR = 3_600_000;

/** Refused for a wrong PIN, a second after it was reserved. */
const audited = (attemptId: string, reservedAt: number, rest: Partial<AuditedAttempt> = {}): AuditedAttempt => ({
  attemptId,
  operation: "register",
  status: "pin_mismatch",
  reservedAt,
  settledAt: reservedAt + 1000,
  ...rest,
});
const underWay = (attemptId: string, reservedAt: number): AuditedAttempt =>
  audited(attemptId, reservedAt, { status: "in_progress", settledAt: null });

const entry = (attemptId: string, reservedAt: number) => ({ attemptId, reservedAt, end: "final" as const });

const rebuilt = (attempts: readonly AuditedAttempt[], ledger: Partial<Ledger> = {}): Ledger =>
  rebuiltLedger({ ...EMPTY_LEDGER, ...ledger }, attempts, NOW);

describe("a ledger that is counted anew from audit documents", () => {
  it("stays as it is where they tell of nothing that still counts", () => {
    const stands: Ledger = { ...EMPTY_LEDGER, nextLookAt: NOW + HOUR };
    assert.equal(rebuiltLedger(stands, [], NOW), stands);
    assert.equal(rebuiltLedger(stands, [audited("old", NOW - WINDOW_MS)], NOW), stands);
    assert.equal(rebuilt([audited("nearly old", NOW - WINDOW_MS + 1)]).register.entries.length, 1);
  });

  it("counts each operation for itself, oldest first, and nothing twice", () => {
    const kept = entry("kept", NOW - 2 * HOUR);
    const { register, deregister } = rebuilt(
      [
        audited("newer", NOW - HOUR),
        audited("kept", NOW - 2 * HOUR),
        audited("older", NOW - 3 * HOUR),
        audited("off", NOW - HOUR, { operation: "deregister" }),
      ],
      { register: { entries: [kept], blockedUntil: null } },
    );
    assert.deepEqual(register, {
      entries: [entry("older", NOW - 3 * HOUR), kept, entry("newer", NOW - HOUR)],
      blockedUntil: null,
    });
    assert.deepEqual(deregister, { entries: [entry("off", NOW - HOUR)], blockedUntil: null });
  });

  it("knows how each ended, and has the number read at once where one is open", () => {
    const open = audited("open", NOW - HOUR, { status: "awaiting_meta", settledAt: null });
    const lost = audited("lost", NOW - 2 * HOUR, { status: "unknown_error", settledAt: null });
    const dead = underWay("dead", NOW - 3 * HOUR);
    const ledger = rebuilt([open, lost, dead, audited("refused", NOW - 4 * HOUR)], { nextLookAt: NOW + HOUR });
    assert.deepEqual(
      ledger.register.entries.map(({ attemptId, end }) => [attemptId, end]),
      [
        ["refused", "final"],
        ["dead", undefined],
        ["lost", "outcome_unknown"],
        ["open", "awaiting_meta"],
      ],
    );
    assert.equal(ledger.nextLookAt, NOW);
    assert.equal(rebuilt([audited("refused", NOW - HOUR)], { nextLookAt: NOW + HOUR }).nextLookAt, NOW + HOUR);
    assert.equal(rebuilt([open], { nextLookAt: NOW - 5 }).nextLookAt, NOW - 5);
  });

  it("leaves the number to the call that may still be under way, and to none whose lease is over", () => {
    const taken = NOW - LEASE_MS + 1;
    assert.deepEqual(rebuilt([audited("ended", NOW - 5), underWay("a", taken)]).lease, {
      attemptId: "a",
      takenAt: taken,
    });
    assert.equal(rebuilt([underWay("a", NOW - LEASE_MS)]).lease, null);
    assert.equal(rebuilt([audited("ended", NOW - 5)]).lease, null);
    const lease = { attemptId: "b", takenAt: NOW - 7 };
    assert.deepEqual(rebuilt([underWay("a", taken)], { lease }).lease, lease);
  });

  it("is blocked from Meta's last refusal for the count on, and knows that others spent where ours was lower", () => {
    const refused = (attemptId: string, settledAt: number | null): AuditedAttempt =>
      audited(attemptId, NOW - 2 * HOUR, { status: "rate_limited", settledAt });
    const until = NOW - HOUR + WINDOW_MS;
    const { register } = rebuilt([refused("first", NOW - 2 * HOUR), refused("last", NOW - HOUR)]);
    assert.deepEqual([register.blockedUntil, register.elsewhereUntil], [until, until]);
    assert.equal(rebuilt([refused("lost", null)]).register.blockedUntil, NOW - 2 * HOUR + WINDOW_MS);

    const nine = Array.from({ length: META_LIMIT - 1 }, (_, index) => audited(`a${index}`, NOW - 3 * HOUR));
    const counted = rebuilt([...nine, refused("tenth", NOW - HOUR)]).register;
    assert.deepEqual([counted.blockedUntil, counted.elsewhereUntil], [until, undefined]);
    assert.deepEqual(Object.keys(rebuilt([audited("a", NOW - HOUR)]).register), ["entries", "blockedUntil"]);
  });

  it("shortens no block, and forgets none", () => {
    const [later, earlier] = [NOW + 9 * WINDOW_MS, NOW - 9 * WINDOW_MS];
    const refused = audited("a", NOW - HOUR, { status: "rate_limited", settledAt: NOW - HOUR });
    const until = NOW - HOUR + WINDOW_MS;
    for (const [blocked, expected] of [
      [later, later],
      [earlier, until],
    ] as const) {
      const stands = { register: { entries: [], blockedUntil: blocked, elsewhereUntil: blocked } };
      const { register } = rebuilt([refused], stands);
      assert.deepEqual([register.blockedUntil, register.elsewhereUntil], [expected, expected]);
      assert.equal(rebuilt([audited("b", NOW - HOUR)], stands).register.blockedUntil, blocked);
    }
  });
});
