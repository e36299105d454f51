import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WABA } from "../../testing/fixtures.ts";
import { addedNumber, adoptedNumber } from "./adopted-number.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 1);
const iso = (ms: number): string => new Date(ms).toISOString();
const [BEFORE, TAKEN] = [iso(NOW - 86_400_000), NOW - 2000];
const change = { view: null, wabaId: WABA, customerId: "acme" };

describe("a number that a customer has connected", () => {
  it("is theirs from now on, and what was known under somebody else goes", () => {
    const known: NumberFacts = { customerId: "bravo", customerSince: BEFORE, digits: "15550100001", addedAt: BEFORE };
    const { customerId, customerSince, digits, addedAt, disconnection } = adoptedNumber(known, change, NOW);
    assert.deepEqual([customerId, customerSince, digits], ["acme", iso(NOW), "15550100001"]);
    assert.deepEqual([addedAt, disconnection], [undefined, null]);
  });

  it("stays theirs since when it was, and is connected again", () => {
    const left = { at: BEFORE, reason: "They left." };
    const known: NumberFacts = { customerId: "acme", customerSince: BEFORE, addedAt: BEFORE, disconnection: left };
    const { customerSince, addedAt, disconnection, wabaId } = adoptedNumber(known, change, NOW);
    assert.deepEqual([customerSince, addedAt, disconnection, wabaId], [BEFORE, BEFORE, null, WABA]);
  });
});

describe("a number that was added from here", () => {
  const times = { takenAt: TAKEN, now: NOW };
  const about = { wabaId: WABA, customerId: null, digits: "15550100001", view: null };

  it("is the deployment's own, and was added now", () => {
    const { customerId, customerSince, addedAt, digits } = addedNumber({}, about, times);
    assert.deepEqual([customerId, customerSince, addedAt, digits], [undefined, undefined, iso(NOW), "15550100001"]);
  });

  it("was added when it was added first, and keeps its digits", () => {
    const { addedAt, digits } = addedNumber({ addedAt: BEFORE, digits: "15550100002" }, about, times);
    assert.deepEqual([addedAt, digits], [BEFORE, "15550100002"]);
  });

  it("is a customer's from when the call came in, or since when it was", () => {
    const theirs = { ...about, customerId: "acme" };
    const { customerId, customerSince } = addedNumber({}, theirs, times);
    assert.deepEqual([customerId, customerSince], ["acme", iso(TAKEN)]);
    assert.equal(addedNumber({ customerId: "acme", customerSince: BEFORE }, theirs, times).customerSince, BEFORE);
    assert.equal(addedNumber({ customerId: "bravo", customerSince: BEFORE }, theirs, times).customerSince, iso(TAKEN));
  });
});
