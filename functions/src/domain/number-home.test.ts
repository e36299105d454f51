import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { homeOf, isFoundIn, isHeldIn, isManaged, mayAdopt, type StoredHome } from "./number-home.ts";

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
    assert.deepEqual(homeOf({ ...theirs, hasLeft: true }), { nobodys: "left" });
    for (const stored of [unreadable, { ...theirs, wabaId: null }, { ...unreadable, isAdded: true }])
      assert.deepEqual(homeOf(stored), { nobodys: "unreadable" });
  });
});

describe("whether a number is managed here", () => {
  const all = { namedIds: [NUMBER], manages: () => true };
  const named = { ...all, manages: (id: string) => id === NUMBER };

  it("is a matter of its name first, then of where it belongs, and then of what is covered with all others", () => {
    const home = { wabaId: WABA, customerId: null };
    for (const [names, id, at, expected] of [
      [named, NUMBER, null, true],
      [named, NUMBER, { nobodys: "left" }, true],
      [named, OTHER_NUMBER, home, true],
      [named, OTHER_NUMBER, null, false],
      [all, OTHER_NUMBER, null, true],
      [all, OTHER_NUMBER, { nobodys: "left" }, false],
    ] as const)
      assert.equal(isManaged(names, id, at), expected, JSON.stringify({ id, at }));
  });
});

describe("whether a customer who connects an account may have a number in it", () => {
  const acme = { wabaId: WABA, customerId: "acme" };

  it("lets them have one that is nobody's, or theirs", () => {
    assert.ok(mayAdopt(NOTHING, acme));
    assert.ok(mayAdopt(theirs, acme));
    assert.ok(mayAdopt({ ...theirs, wabaId: OTHER_WABA }, acme));
  });

  it("lets them have another customer's, if it is in this account", () => {
    assert.ok(mayAdopt({ ...theirs, customerId: "bravo" }, acme));
    assert.ok(!mayAdopt({ ...theirs, customerId: "bravo", wabaId: OTHER_WABA }, acme));
  });

  it("never lets them have the deployment's own, nor one whose owner cannot be read", () => {
    assert.ok(!mayAdopt(added, acme));
    assert.ok(!mayAdopt(unreadable, acme));
  });
});

describe("whether a customer holds a number in an account", () => {
  it("takes all of it, until they leave", () => {
    const acme = { wabaId: WABA, customerId: "acme" };
    assert.ok(isHeldIn(theirs, acme));
    assert.ok(!isHeldIn({ ...theirs, customerId: null }, { wabaId: WABA, customerId: null }), "nobody holds anything");
    for (const other of [{ customerId: "bravo" }, { wabaId: OTHER_WABA }, { hasLeft: true }])
      assert.ok(!isHeldIn({ ...theirs, ...other }, acme), JSON.stringify(other));
  });
});

describe("whether a call about a number in an account finds it", () => {
  const home = { wabaId: WABA, customerId: "acme" } as const;
  const members = { customerId: "acme", namedIds: [NUMBER], manages: () => true };

  it("is, of a customer's account, a matter of what was connected alone", () => {
    assert.equal(isFoundIn(members, OTHER_NUMBER, home), true);
    assert.equal(isFoundIn(members, OTHER_NUMBER, null), false, "whatever the configuration says");
    assert.equal(isFoundIn(members, NUMBER, null), false);
    assert.equal(isFoundIn(members, OTHER_NUMBER, { ...home, customerId: "bravo" }), false, "another customer's");
    assert.equal(isFoundIn(members, OTHER_NUMBER, { nobodys: "left" }), false, "the customer has left");
  });

  it("is, of an account of our own, a matter of the configuration too, and of nobody's once the number was left", () => {
    const own = { customerId: null, namedIds: [NUMBER], manages: () => true };
    const unnamed = { ...own, manages: () => false };
    const here = { wabaId: WABA, customerId: null };
    assert.equal(isFoundIn(own, OTHER_NUMBER, null), true);
    assert.equal(isFoundIn(unnamed, OTHER_NUMBER, null), false);
    assert.equal(isFoundIn(unnamed, OTHER_NUMBER, here), true, "it was added from here");
    assert.equal(isFoundIn(own, OTHER_NUMBER, { nobodys: "left" }), false);
    assert.equal(isFoundIn(unnamed, NUMBER, { nobodys: "left" }), true, "it is named");
  });
});
