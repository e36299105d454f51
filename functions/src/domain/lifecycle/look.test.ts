import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../../contract/phone-number.ts";
import { CONNECTED, graphError, metaView } from "../../testing/fixtures.ts";
import { claim, record, told } from "../../testing/number-facts.ts";
import { budgetOf, EMPTY_LEDGER, LEASE_MS, type Ledger } from "../attempt/attempt-window.ts";
import type { OpenAttempt } from "../attempt/open-attempt.ts";
import { settleByLook, type LookedAt, type Sighting } from "./look.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const iso = (ms: number): string => new Date(ms).toISOString();
const ago = (ms: number): string => iso(NOW - ms);
const seen = (view: MetaView, ms = 0): MetaView => ({ ...view, observedAt: ago(ms) });
const PENDING = seen(metaView());

const attempt = (rest: Partial<OpenAttempt> = {}): OpenAttempt => ({
  attemptId: "a",
  operation: "register",
  status: "outcome_unknown",
  reservedAt: NOW - 4 * MINUTE,
  before: metaView(),
  ...rest,
});

const READ: Partial<Sighting> = { view: PENDING };

const look = (at: Partial<LookedAt>, sighting = READ, asked = false) =>
  settleByLook(
    { ledger: EMPTY_LEDGER, facts: {}, open: [], ...at },
    { view: null, refusal: null, token: null, ...sighting },
    { now: NOW, limit: 10, asked },
  );

describe("the look after a look", () => {
  const pause = (at: Partial<LookedAt>, sighting?: Partial<Sighting>): number =>
    (look(at, sighting).ledger.nextLookAt ?? 0) - NOW;
  const leased = (ageMs: number): Ledger => ({ ...EMPTY_LEDGER, lease: { attemptId: "a", takenAt: NOW - ageMs } });
  const unknown = (ms: number): NumberFacts => ({ registration: record("outcome_unknown", { at: ago(ms) }) });

  it("comes in a day when nothing is open, and soon when the number could not be read", () => {
    assert.equal(pause({}), DAY);
    assert.equal(pause({}, {}), 5 * MINUTE);
    assert.equal(pause({}, { refusal: graphError(100) }), HOUR);
  });

  it("comes soon while an attempt or its record is open, counted from the latest of them", () => {
    assert.equal(pause({ open: [attempt()] }), 2 * MINUTE);
    assert.equal(pause({ facts: unknown(4 * MINUTE) }), 2 * MINUTE);
    assert.equal(pause({ facts: unknown(2 * MINUTE), open: [attempt({ reservedAt: NOW - HOUR })] }, {}), MINUTE);
    const awaiting = attempt({ status: "awaiting_meta", reservedAt: NOW - 10 * MINUTE });
    assert.equal(pause({ open: [awaiting] }), 5 * MINUTE);
    const accepted = record("awaiting_meta", { at: ago(20 * MINUTE) });
    assert.equal(pause({ facts: { registration: accepted } }), 10 * MINUTE);
  });

  it("is in no hurry for an attempt that this look has settled", () => {
    assert.equal(pause({ open: [attempt()] }, { view: seen(CONNECTED) }), DAY);
    const both = [attempt({ reservedAt: NOW - HOUR }), attempt({ attemptId: "b" })];
    assert.equal(pause({ open: both }), 2 * MINUTE, "one is given up, the other is not");
  });

  it("comes when requests of others no longer count, if that is within a day", () => {
    const elsewhere = (ms: number): Ledger => ({
      ...EMPTY_LEDGER,
      register: { ...EMPTY_LEDGER.register, elsewhereUntil: NOW + ms },
    });
    assert.equal(pause({ ledger: elsewhere(HOUR) }), HOUR);
    assert.equal(pause({ ledger: elsewhere(2 * DAY) }), DAY);
  });

  it("comes at once where the holder of a lease that is over was not found among the open attempts", () => {
    assert.equal(pause({ ledger: leased(LEASE_MS) }), 30_000);
    assert.equal(pause({ ledger: leased(LEASE_MS), open: [attempt({ attemptId: "b" })] }), 30_000);
    assert.equal(pause({ ledger: leased(LEASE_MS), open: [attempt(), attempt({ attemptId: "b" })] }), 2 * MINUTE);
    assert.equal(pause({ ledger: leased(0) }), LEASE_MS, "its lease holds");
  });
});

describe("an attempt in the ledger", () => {
  it("is closed by a look that settles it for good, and by no other", () => {
    const entries = ["a", "b"].map((attemptId) => ({ attemptId, reservedAt: NOW - HOUR }));
    const ledger: Ledger = { ...EMPTY_LEDGER, register: { entries, blockedUntil: null } };
    const closed = (...open: OpenAttempt[]) =>
      look({ ledger, open }).ledger.register.entries.flatMap(({ attemptId, end }) =>
        end === "final" ? [attemptId] : [],
      );
    assert.deepEqual(closed(attempt({ reservedAt: NOW - HOUR })), ["a"]);
    assert.deepEqual(closed(attempt({ status: "in_progress", reservedAt: NOW - 4 * MINUTE })), []);
  });
});

describe("what a look writes down", () => {
  const known = (view: MetaView, rest: Partial<NumberFacts> = {}): Partial<LookedAt> => ({
    facts: { meta: view, attempts: budgetOf(EMPTY_LEDGER.register, NOW, 10), ...rest },
  });
  const before = (ms: number) => seen(metaView(), ms);
  const flagged = (ms: number) => claim("FLAGGED", ago(ms));
  const restrictedUntil = (ms: number): Partial<NumberFacts> => ({
    webhook: told({ restriction: { ...claim("ACCOUNT_RESTRICTION", ago(HOUR)), until: ago(ms) } }),
  });
  const readings: readonly (readonly [name: string, at: Partial<LookedAt>, asked: boolean, written: boolean])[] = [
    ["the first", {}, false, true],
    ["one that shows the same", known(before(MINUTE)), false, false],
    ["one that shows the same, for somebody who asked", known(before(MINUTE)), true, true],
    ["one that shows something else", known(seen(metaView({ nameStatus: "DECLINED" }), MINUTE)), false, true],
    ["one of the same moment", known(seen(metaView({ nameStatus: "DECLINED" }))), false, false],
    ["one that shows the same after twenty hours", known(before(20 * HOUR)), false, false],
    ["one that shows the same after more than that", known(before(20 * HOUR + 1)), false, true],
    [
      "one that follows an event of the moment of the last",
      known(before(MINUTE), { webhook: told({ quality: flagged(MINUTE), name: claim("APPROVED", ago(HOUR)) }) }),
      false,
      true,
    ],
    [
      "one that follows an event older than the last",
      known(before(MINUTE), { webhook: told({ quality: flagged(MINUTE + 1) }) }),
      false,
      false,
    ],
    ["the first after a restriction ended by itself", known(before(MINUTE), restrictedUntil(MINUTE / 2)), false, true],
    ["the second after that", known(before(MINUTE), restrictedUntil(MINUTE)), false, false],
    ["one while the restriction still holds", known(before(MINUTE), restrictedUntil(-MINUTE)), false, false],
  ];
  for (const [name, at, asked, written] of readings) {
    it(`is ${written ? "" : "not "}a reading: ${name}`, () => {
      const { change } = look(at, { view: PENDING }, asked);
      assert.deepEqual(change?.view, written ? PENDING : undefined);
      if (!written) assert.equal(change, null);
    });
  }

  it("is that Meta refuses reading for lack of access, and when it does for another reason", () => {
    const refusal = graphError(100, { subcode: 33 });
    const refused = { readable: false, at: ago(HOUR), graphError: refusal };
    const access = { readable: false, at: ago(0) };
    const change = (error: typeof refusal, rest: Partial<NumberFacts> = {}) =>
      look(known(before(HOUR), rest), { refusal: error }).change;
    assert.deepEqual(change(refusal), { access: { ...access, graphError: refusal } });
    assert.equal(change({ ...refusal, fbtraceId: "another" }, { access: refused }), null, "it is known");
    for (const other of [graphError(190, { subcode: 33 }), graphError(100, { message: "Missing Permission" })]) {
      assert.deepEqual(change(other, { access: refused }), { access: { ...access, graphError: other } });
    }
    const readable = { readable: true, at: ago(HOUR), graphError: null };
    assert.deepEqual(change(refusal, { access: readable }), { access: { ...access, graphError: refusal } });
    assert.equal(change(graphError(4)), null, "that is no lack of access");
    const again = look(known(before(HOUR), { access: refused }), { view: PENDING }).change;
    assert.deepEqual(again, { access: { readable: true, at: ago(0), graphError: null } });
  });

  it("is what Meta says of the token, unless it is known or was never in doubt", () => {
    const token = (state: "valid" | "invalid", expiresAt: string | null = null) => ({ state, expiresAt, at: ago(0) });
    const change = (said: ReturnType<typeof token>, knownToken?: ReturnType<typeof token>) =>
      look(known(before(HOUR), knownToken === undefined ? {} : { token: knownToken }), { token: said }).change;
    assert.equal(change(token("valid")), null);
    assert.deepEqual(change(token("invalid")), { token: token("invalid") });
    assert.equal(change(token("valid"), token("valid")), null);
    assert.deepEqual(change(token("invalid"), token("valid")), { token: token("invalid") });
    assert.deepEqual(change(token("valid", iso(NOW + DAY)), token("valid")), { token: token("valid", iso(NOW + DAY)) });
  });
});
