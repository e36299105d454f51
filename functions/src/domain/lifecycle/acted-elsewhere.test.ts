import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { claim, record, told } from "../../testing/number-facts.ts";
import { EMPTY_LEDGER, WINDOW_MS, type Ledger, type Operation } from "../attempt/attempt-window.ts";
import { countingOthers } from "./acted-elsewhere.ts";
import { settleByLook } from "./look.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 10);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const ago = (ms: number): string => iso(NOW - ms);
const at = (view: MetaView, ms: number): MetaView => ({ ...view, observedAt: ago(ms) });

const sentAgo = (operation: Operation, ms: number): Ledger => ({
  ...EMPTY_LEDGER,
  [operation]: { entries: [{ attemptId: "a", reservedAt: NOW - ms, end: "final" }], blockedUntil: null },
});

const look = (facts: NumberFacts, view: MetaView, ledger: Ledger = EMPTY_LEDGER) => {
  const sighting = { view: { ...view, observedAt: iso(NOW) }, refusal: null, token: null };
  const looked = settleByLook({ ledger, facts, open: [] }, sighting, { now: NOW, limit: 10, asked: false });
  const until = (operation: Operation): number | undefined => looked.ledger[operation].elsewhereUntil;
  return {
    spends: [until("register") !== undefined, until("deregister") !== undefined],
    until: until("register"),
    document: looked.document,
  };
};

const known = (status: RegistrationRecord["status"], ms: number) => record(status, { at: ago(ms) });
const OFF = metaView({ status: "DISCONNECTED" });
const back = (onboardedAgo: number | null): MetaView => ({
  ...CONNECTED,
  lastOnboardedAt: onboardedAgo === null ? null : ago(onboardedAgo),
});

describe("a number that somebody else registered", () => {
  const wasOff: NumberFacts = { registration: known("deregistered", 2 * DAY), meta: at(OFF, DAY) };

  it("is known by Meta's time of onboarding, or by having been off, and the document says so", () => {
    for (const view of [back(HOUR), back(null)]) {
      const { spends, until, document } = look(wasOff, view);
      assert.deepEqual([spends, until], [[true, false], NOW + WINDOW_MS]);
      assert.equal(document?.registration?.status, "registered");
      assert.equal(document.attempts?.spentElsewhere, true, "although no budget was ever shown");
    }
    const shown = { used: 0, limit: 10, remaining: 10, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
    const { document } = look({ ...wasOff, attempts: shown }, back(HOUR));
    assert.equal(document?.attempts?.spentElsewhere, true);
    assert.ok(document.reasons.some(({ code }) => code === "spent_elsewhere"));
  });

  it("is known where nobody has tried to register it here, and where Meta refused that", () => {
    for (const registration of [undefined, known("pin_mismatch", 2 * DAY)]) {
      const facts: NumberFacts = { meta: at(metaView(), DAY), ...(registration && { registration }) };
      for (const view of [back(HOUR), back(null)]) {
        const { spends, document } = look(facts, view);
        assert.deepEqual([spends, document?.attempts?.spentElsewhere], [[true, false], true]);
        assert.ok(document?.reasons.some(({ code }) => code === "spent_elsewhere") === true);
      }
      assert.deepEqual(
        look(facts, { ...back(HOUR), isOnBusinessApp: true }).spends,
        [false, false],
        "linked by the app",
      );
      assert.deepEqual(look({ registration: known("pin_mismatch", DAY) }, back(HOUR)).spends, [false, false]);
    }
  });

  it("is none that a call of ours holds, nor one that an open request of ours may have registered", () => {
    const facts: NumberFacts = { meta: at(metaView(), DAY) };
    const leased = { ...EMPTY_LEDGER, lease: { attemptId: "a", takenAt: NOW - MINUTE } };
    assert.deepEqual(look(facts, back(HOUR), leased).spends, [false, false]);
    const [entry] = sentAgo("register", 5 * HOUR).register.entries;
    for (const end of [undefined, "outcome_unknown", "meta_unavailable"] as const) {
      const open = { attemptId: "a", reservedAt: entry?.reservedAt ?? 0, ...(end && { end }) };
      const ledger = { ...EMPTY_LEDGER, register: { entries: [open], blockedUntil: null } };
      assert.deepEqual(look(facts, back(HOUR), ledger).spends, [false, false], end);
    }
  });

  it("is told by no reading that is older than what is stored", () => {
    const facts: NumberFacts = { meta: at(metaView(), HOUR) };
    const after = (ms: number): Ledger =>
      countingOthers(EMPTY_LEDGER, facts, { view: at(back(HOUR), ms), leased: false, now: NOW });
    assert.equal(after(2 * HOUR), EMPTY_LEDGER);
    for (const ms of [0, HOUR]) assert.notEqual(after(ms), EMPTY_LEDGER);
  });

  it("is known by our own record alone", () => {
    for (const status of ["not_registered", "deregistered"] as const) {
      assert.deepEqual(look({ registration: known(status, 2 * DAY) }, back(HOUR)).spends, [true, false]);
      assert.deepEqual(look({ registration: known(status, 2 * DAY) }, back(null)).spends, [false, false]);
    }
    const awaited: NumberFacts = { registration: known("awaiting_meta", DAY), meta: at(OFF, DAY) };
    assert.deepEqual(look(awaited, back(HOUR)).spends, [false, false]);
  });

  it("is none that was onboarded before it was off, as far as clocks agree", () => {
    const onboarded = (ms: number) => look(wasOff, back(ms)).spends[0];
    assert.deepEqual([onboarded(2 * DAY + 5 * MINUTE), onboarded(2 * DAY + 5 * MINUTE - 1)], [false, true]);
  });

  it("is none for which a request of ours was sent within its lease, as far as clocks agree", () => {
    const lease = 2 * MINUTE;
    const sent = (ms: number) =>
      look(wasOff, back(HOUR), sentAgo("register", HOUR + lease + 5 * MINUTE + ms)).spends[0];
    assert.deepEqual([sent(0), sent(1)], [false, true]);
  });

  it("is none that has only come back, as Meta's time of onboarding shows", () =>
    assert.deepEqual(look(wasOff, back(3 * DAY)).spends, [false, false]));

  it("is none that was never seen off, where Meta names no time", () =>
    assert.deepEqual(look({ ...wasOff, meta: at(CONNECTED, DAY) }, back(null)).spends, [false, false]));

  it("is none that a request of ours may have registered after all", () => {
    const givenUp: NumberFacts = { registration: known("not_registered", 20 * MINUTE), meta: at(OFF, 20 * MINUTE) };
    const ours = sentAgo("register", 30 * MINUTE);
    assert.deepEqual(look(givenUp, back(null), ours).spends, [false, false]);
    assert.deepEqual(look(givenUp, back(30 * MINUTE), ours).spends, [false, false]);
    assert.deepEqual(look(wasOff, back(HOUR), sentAgo("register", HOUR)).spends, [false, false]);
    assert.deepEqual(look(wasOff, back(HOUR), sentAgo("register", 3 * DAY)).spends, [true, false]);
    assert.deepEqual(look(wasOff, back(null), sentAgo("register", 3 * DAY)).spends, [true, false]);
  });

  it("is none whose own registration was open", () => {
    const open: NumberFacts = { registration: known("outcome_unknown", 5 * MINUTE), meta: at(OFF, 5 * MINUTE) };
    const { spends, document } = look(open, back(null));
    assert.deepEqual([spends, document?.registration?.status], [[false, false], "registered"]);
  });
});

describe("a number that somebody else deregistered", () => {
  const wasOn: NumberFacts = { registration: known("registered", 2 * DAY), meta: at(CONNECTED, DAY) };

  it("may have been spent from both budgets", () => {
    assert.deepEqual(look(wasOn, OFF).spends, [true, true]);
    assert.deepEqual(look(wasOn, metaView()).spends, [true, true]);
    assert.deepEqual(look(wasOn, CONNECTED).spends, [false, false]);
  });

  it("is known by our own record alone, by a reading that came after it", () => {
    assert.deepEqual(look({ registration: known("registered", 2 * DAY) }, OFF).spends, [true, true]);
    for (const ms of [0, -MINUTE])
      assert.deepEqual(look({ registration: known("registered", ms) }, OFF).spends, [false, false]);
    assert.deepEqual(look({ meta: at(CONNECTED, MINUTE) }, OFF).spends, [true, true], "shown a minute before");
  });

  it("is known where nobody has registered it here", () => {
    for (const registration of [undefined, known("account_locked", 2 * DAY)]) {
      const shown = { meta: at(CONNECTED, DAY), ...(registration && { registration }) };
      assert.deepEqual(look(shown, OFF).spends, [true, true]);
      assert.deepEqual(look(shown, OFF, sentAgo("deregister", DAY)).spends, [false, false]);
    }
    const linked = { meta: at({ ...CONNECTED, isOnBusinessApp: true }, DAY) };
    assert.deepEqual(look(linked, OFF).spends, [false, false], "the customer left in the app");
  });

  it("is none that was deleted or moved, nor one that the customer took back into the app", () => {
    for (const status of ["DELETED", "MIGRATED"])
      assert.deepEqual(look(wasOn, metaView({ status })).spends, [false, false], status);
    assert.deepEqual(look(wasOn, { ...OFF, isOnBusinessApp: true }).spends, [false, false]);
  });

  it("is none that a request of ours may have deregistered", () => {
    assert.deepEqual(look(wasOn, OFF, sentAgo("deregister", DAY)).spends, [false, false]);
    assert.deepEqual(look(wasOn, OFF, sentAgo("deregister", 3 * DAY)).spends, [true, true]);
  });

  for (const [name, claims] of [
    ["the account was offboarded", { link: claim("ACCOUNT_OFFBOARDED", ago(HOUR)) }],
    ["the app was removed", { partner: claim("PARTNER_REMOVED", ago(HOUR)) }],
    ["the account was deleted", { deletion: claim("ACCOUNT_DELETED", ago(HOUR)) }],
  ] as const)
    it(`is none where an event explains it: ${name}`, () =>
      assert.deepEqual(look({ ...wasOn, webhook: told(claims) }, OFF).spends, [false, false]));
});
