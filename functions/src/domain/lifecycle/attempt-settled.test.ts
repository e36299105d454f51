import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PhoneNumberDocument } from "../../contract/phone-number.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { budget, record } from "../../testing/number-facts.ts";
import { EMPTY_LEDGER, META_LIMIT, WINDOW_MS, type Ledger } from "../attempt/attempt-window.ts";
import { NO_WAITS, type CallWaits } from "../attempt/call-lease.ts";
import { failure } from "../outcome/registration.ts";
import { attemptSettled, othersNoticed, othersSpentTheRest } from "./attempt-settled.ts";
import { HEALTHY_LOOK_MS } from "./next-look.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 10);
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const seen = (rest: Parameters<typeof metaView>[0] = {}) => metaView({ ...rest, observedAt: iso(NOW) });
const REGISTERED = { status: "registered", pin: "in_effect", alreadyRegistered: false } as const;
const ATTEMPT = { operation: "register", attemptId: "a", by: "uid-1" } as const;
const END = { outcome: REGISTERED, spent: true, blocked: false, view: seen(CONNECTED), lookAgainInMs: null } as const;

/** A ledger in which the attempt is under way. */
const UNDER_WAY: Ledger = {
  ...EMPTY_LEDGER,
  register: { entries: [{ attemptId: "a", reservedAt: NOW - 2000 }], blockedUntil: null },
  lease: { attemptId: "a", takenAt: NOW - 2000 },
};

const settled = (
  end: Partial<Parameters<typeof attemptSettled>[2]> = {},
  {
    ledger = UNDER_WAY,
    waits = NO_WAITS,
    facts = {},
    request = ATTEMPT,
  }: { ledger?: Ledger; waits?: CallWaits; facts?: NumberFacts; request?: Parameters<typeof attemptSettled>[1] } = {},
) => attemptSettled({ ledger, waits, document: facts }, request, { ...END, ...end }, { now: NOW, limit: 10 });

describe("an attempt that has ended", () => {
  it("speaks for the number while it holds the lease, and no longer", () => {
    const statusOf = (lease: Ledger["lease"]) =>
      settled({}, { ledger: { ...UNDER_WAY, lease } }).document.registration?.status;
    assert.equal(statusOf(UNDER_WAY.lease), "registered");
    assert.equal(statusOf(null), undefined);
    assert.equal(statusOf({ attemptId: "b", takenAt: NOW - 1000 }), undefined);
  });

  it("gives up its lease, keeps its entry, and says what is left", () => {
    const { ledger, attempts, record: written } = settled();
    assert.deepEqual([ledger.lease, ledger.register.entries.map(({ end }) => end)], [null, ["final"]]);
    assert.deepEqual([attempts.used, attempts.remaining, written.by, written.at], [1, 9, "uid-1", iso(NOW)]);
    assert.deepEqual(settled({ spent: false }).ledger.register.entries, []);
  });

  it("keeps the wait that Meta named for the PIN that went ahead, where that was sent and the number still held", () => {
    const waits = { ...NO_WAITS, set_pin: NOW - HOUR, request_code: NOW + HOUR };
    const ahead = { call: "set_pin", sent: true, waitMs: 2 * HOUR } as const;
    assert.deepEqual(settled({ ahead }, { waits }).waits, { ...waits, set_pin: NOW + 2 * HOUR });
    assert.deepEqual(settled({ ahead: { ...ahead, waitMs: null } }, { waits }).waits, { ...waits, set_pin: null });
    for (const none of [null, undefined, { ...ahead, sent: false }])
      assert.equal(settled(none === undefined ? {} : { ahead: none }, { waits }).waits, waits);
    const lost = { ...UNDER_WAY, lease: { attemptId: "b", takenAt: NOW - 1000 } };
    assert.equal(settled({ ahead }, { waits, ledger: lost }).waits, waits, "another call has the number by now");
  });

  it("has the number read soon where nothing is known of what it may send, else daily, and when it says where it is open", () => {
    assert.equal(settled().ledger.nextLookAt, NOW + 60_000);
    assert.equal(settled({ view: seen({ status: "PENDING" }) }).ledger.nextLookAt, NOW + HEALTHY_LOOK_MS);
    const open = { outcome: { status: "awaiting_meta" }, lookAgainInMs: 120_000 } as const;
    assert.equal(settled(open).ledger.nextLookAt, NOW + 120_000);
    assert.equal(settled(open).ledger.register.entries[0]?.end, "awaiting_meta");
  });

  it("is remembered as accepted where it was sent and registered the number, and nowhere else", () => {
    assert.equal(settled().document.lastAccepted?.at, iso(NOW));
    assert.equal(settled({ spent: false }).document.lastAccepted, undefined);
    const request = { ...ATTEMPT, operation: "deregister" } as const;
    assert.equal(settled({ outcome: { status: "awaiting_meta" } }, { request }).document.lastAccepted, undefined);
  });

  it("that was not accepted leaves a name that is seen approved alone to be noted", () => {
    const facts: NumberFacts = { meta: { ...metaView({ nameStatus: "PENDING_REVIEW" }), observedAt: iso(NOW - HOUR) } };
    const view = seen({ nameStatus: "APPROVED" });
    const noted = (end: object) => settled({ view, ...end }, { facts }).document.nameApprovedAt;
    assert.notEqual(noted({ spent: false, outcome: failure("meta_unavailable") }), undefined);
    assert.equal(noted({}), undefined);
  });

  it("that sent nothing shows what others did, unless another call holds the number", () => {
    const facts: NumberFacts = {
      registration: record("registered", { at: iso(NOW - 48 * HOUR) }),
      meta: { ...CONNECTED, observedAt: iso(NOW - 24 * HOUR) },
    };
    const view = seen({ status: "DISCONNECTED" });
    const until = (end: object, ledger = UNDER_WAY) =>
      settled({ outcome: failure("meta_unavailable"), view, ...end }, { facts, ledger }).ledger.register.elsewhereUntil;
    assert.equal(until({ spent: false }), NOW + WINDOW_MS);
    assert.equal(until({ spent: true }), undefined);
    assert.equal(until({ spent: false }, { ...UNDER_WAY, lease: { attemptId: "b", takenAt: NOW - 1000 } }), undefined);
  });
});

describe("others who spend too", () => {
  it("are noticed once", () => {
    const attempts = (spentElsewhere: boolean) => budget({ spentElsewhere });
    const after = (spentElsewhere: boolean): PhoneNumberDocument => ({
      ...settled().document,
      attempts: attempts(spentElsewhere),
    });
    assert.ok(othersNoticed({}, after(true)) !== null);
    assert.ok(othersNoticed({ attempts: attempts(false) }, after(true)) !== null);
    assert.equal(othersNoticed({ attempts: attempts(true) }, after(true)), null);
    assert.equal(othersNoticed({}, after(false)), null);
    assert.equal(othersNoticed({ attempts: attempts(true) }, after(false)), null);
  });

  it("have spent the rest where the ledger counts fewer than Meta lets through", () => {
    const counting = (count: number): Ledger => ({
      ...EMPTY_LEDGER,
      register: {
        entries: Array.from({ length: count }, (_, index) => ({ attemptId: String(index), reservedAt: NOW - HOUR })),
        blockedUntil: null,
      },
    });
    assert.equal(othersSpentTheRest(counting(META_LIMIT - 1), "register", NOW), true);
    assert.equal(othersSpentTheRest(counting(META_LIMIT), "register", NOW), false);
    assert.equal(othersSpentTheRest(null, "register", NOW), false);
  });
});
