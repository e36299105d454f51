import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import { EMPTY_LEDGER, WINDOW_MS, type Ledger } from "../attempt/attempt-window.ts";
import { NO_WAITS } from "../attempt/call-lease.ts";
import { callEnded } from "./call-ended.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 10);
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const CALL = { call: "set_pin", attemptId: "a", by: "uid-1", status: "pin_set", waitMs: null, now: NOW } as const;
const LEASED: Ledger = { ...EMPTY_LEDGER, lease: { attemptId: "a", takenAt: NOW - 2000 }, nextLookAt: NOW + HOUR };
const FACTS: NumberFacts = {
  registration: record("registered", { at: iso(NOW - 48 * HOUR) }),
  meta: { ...CONNECTED, observedAt: iso(NOW - 24 * HOUR) },
};
const OFF = metaView({ status: "DISCONNECTED", observedAt: iso(NOW) });

describe("a call under a number's lease that has ended", () => {
  it("gives its lease up, and writes nothing of the number where it has not read it", () => {
    const { ledger, document } = callEnded({ ledger: LEASED, waits: NO_WAITS }, FACTS, { ...CALL, view: null });
    assert.deepEqual([ledger.lease, ledger.nextLookAt, document], [null, NOW + HOUR, undefined]);
  });

  it("shows what it has read", () => {
    const view = { ...CONNECTED, observedAt: iso(NOW) };
    const { ledger, document } = callEnded({ ledger: LEASED, waits: NO_WAITS }, FACTS, { ...CALL, view });
    assert.deepEqual([document?.meta?.observedAt, ledger.nextLookAt], [iso(NOW), NOW + HOUR]);
  });

  it("has the number read at once where it shows what others did, unless another call holds the number", () => {
    const { ledger } = callEnded({ ledger: LEASED, waits: NO_WAITS }, FACTS, { ...CALL, view: OFF });
    assert.deepEqual([ledger.register.elsewhereUntil, ledger.nextLookAt], [NOW + WINDOW_MS, NOW]);
    const others = { ...LEASED, lease: { attemptId: "b", takenAt: NOW - 1000 } };
    const held = callEnded({ ledger: others, waits: NO_WAITS }, FACTS, { ...CALL, view: OFF });
    assert.deepEqual([held.ledger.register.elsewhereUntil, held.ledger.nextLookAt], [undefined, NOW + HOUR]);
  });
});
