import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { homeOf, isHeldIn, isManaged, mayAdopt, type StoredHome } from "./number-home.ts";

const OTHER_WABA = "777000000000009";
const NOTHING: StoredHome = { namesCustomer: false, customerId: null, wabaId: null, isAdded: false, hasLeft: false };
const added = { ...NOTHING, isAdded: true, wabaId: WABA };
const theirs = { ...NOTHING, namesCustomer: true, customerId: "acme", wabaId: WABA };
const unreadable = { ...theirs, customerId: null };

describe("where a number belongs", () => {
  it("is the account that it was added to, or that its customer connected", () => {
    assert.deepEqual(homeOf(added), { wabaId: WABA, customerId: null });
    assert.deepEqual(homeOf(theirs), { wabaId: WABA, customerId: "acme" });
  });

  it("is not known of a number that is only stored", () => {
    assert.equal(homeOf(NOTHING), null);
    assert.equal(homeOf({ ...NOTHING, wabaId: WABA }), null);
    assert.equal(homeOf({ ...added, wabaId: null }), null);
  });

  it("is nowhere where its customer has left, or nobody can tell whose it is", () => {
    const left = { isLeft: true };
    assert.deepEqual(homeOf({ ...theirs, hasLeft: true }), left);
    assert.deepEqual(homeOf(unreadable), left);
    assert.deepEqual(homeOf({ ...theirs, wabaId: null }), left);
    assert.deepEqual(homeOf({ ...unreadable, isAdded: true }), left);
  });
});

describe("whether a number is managed here", () => {
  const all = { namedIds: [NUMBER], manages: () => true };
  const named = { ...all, manages: (id: string) => id === NUMBER };

  it("is a matter of its name first, then of where it belongs, and then of what is covered with all others", () => {
    const home = { wabaId: WABA, customerId: null };
    for (const [names, id, at, expected] of [
      [named, NUMBER, null, true],
      [named, NUMBER, { isLeft: true }, true],
      [named, OTHER_NUMBER, home, true],
      [named, OTHER_NUMBER, null, false],
      [all, OTHER_NUMBER, null, true],
      [all, OTHER_NUMBER, { isLeft: true }, false],
    ] as const)
      assert.equal(isManaged(names, id, at), expected, JSON.stringify({ id, at }));
  });
});

describe("whether a customer who connects an account may have a number in it", () => {
  const acme = { wabaId: WABA, customerId: "acme" };

  it("is, of one that is nobody's or theirs, so", () => {
    assert.ok(mayAdopt(NOTHING, acme));
    assert.ok(mayAdopt(theirs, acme));
    assert.ok(mayAdopt({ ...theirs, wabaId: OTHER_WABA }, acme));
  });

  it("is, of one of another customer's, so where the account was theirs", () => {
    assert.ok(mayAdopt({ ...theirs, customerId: "bravo" }, acme));
    assert.ok(!mayAdopt({ ...theirs, customerId: "bravo", wabaId: OTHER_WABA }, acme));
  });

  it("is, of the deployment's own and of one of which nobody can tell, never so", () => {
    assert.ok(!mayAdopt(added, acme));
    assert.ok(!mayAdopt(unreadable, acme));
  });
});

describe("whether a customer holds a number in an account", () => {
  it("takes all of it, until they leave", () => {
    const acme = { wabaId: WABA, customerId: "acme" };
    assert.ok(isHeldIn(theirs, acme));
    for (const other of [{ customerId: "bravo" }, { wabaId: OTHER_WABA }, { hasLeft: true }])
      assert.ok(!isHeldIn({ ...theirs, ...other }, acme), JSON.stringify(other));
  });
});
