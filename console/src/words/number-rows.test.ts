import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Listed } from "../../../client/src/watch.ts";
import { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { ALL, chosen, countsOf, held, rowOf, type NumberRow } from "./number-rows.ts";

const AT = "2026-11-01T10:00:00.000Z";

interface Known {
  readonly name?: string;
  readonly phone?: string;
  readonly changed?: string;
  readonly left?: number;
  readonly sending?: "ready" | "blocked";
}

function known(id: string, lifecycle: Lifecycle, { name, phone, changed, left, sending }: Known = {}) {
  const meta = {
    status: null,
    codeVerificationStatus: null,
    nameStatus: null,
    newNameStatus: null,
    qualityRating: null,
    platformType: null,
    displayPhoneNumber: phone ?? null,
    verifiedName: name ?? null,
    isOnBusinessApp: null,
    lastOnboardedAt: null,
    observedAt: AT,
  };
  const budget = { limit: 10, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
  const document: PhoneNumberDocument = {
    lifecycle,
    reasons: [],
    updatedAt: changed ?? AT,
    meta,
    ...(left === undefined ? {} : { attempts: { ...budget, used: 10 - left, remaining: left } }),
    ...(sending === undefined ? {} : { sending: { verdict: sending, at: AT } }),
  };
  return { id, state: "known", document } as const satisfies Listed<PhoneNumberDocument>;
}

const NUMBERS: readonly Listed<PhoneNumberDocument>[] = [
  known("550000000000001", "live", { name: "Zebra Books", phone: "+1 555-010-0001", left: 9 }),
  known("550000000000002", "suspended", { name: "Anchor Café", phone: "+49 1512 3456789", left: 0 }),
  known("550000000000003", "ready_to_register", { name: "Anchor 10", changed: "2026-11-02T10:00:00.000Z" }),
  known("550000000000004", "awaiting_meta", { name: "Anchor 9", left: 4 }),
  { id: "550000000000005", state: "unrecognized", data: {} },
];
const rows = NUMBERS.map(rowOf);
const ids = (some: readonly NumberRow[]): string[] => some.map(({ id }) => id.slice(-1));

suite("the rows of the list", () => {
  test("stand with what needs a person first, then in the order of their names, numbers in them counted", () => {
    assert.deepEqual(ids(chosen(rows, ALL)), ["5", "2", "3", "4", "1"]);
    assert.deepEqual(ids(chosen(rows, { ...ALL, sort: "name" })), ["5", "4", "3", "2", "1"]);
    assert.deepEqual(ids(chosen(rows, { ...ALL, sort: "changed" }))[0], "3");
    assert.deepEqual(ids(chosen(rows, { ...ALL, sort: "attempts" })), ["2", "4", "1", "5", "3"]);
  });

  test("are found by name, id, state and phone number, however it is written", () => {
    const found = (search: string): string[] => ids(chosen(rows, { ...ALL, search }));
    assert.deepEqual(found("anchor"), ["2", "3", "4"]);
    assert.deepEqual(found("ANCHOR susp"), ["2"]);
    assert.deepEqual(found("0000000005"), ["5"]);
    for (const phone of ["+4915123456789", "1512 345", "+49 (1512) 34-56"])
      assert.deepEqual(found(phone), ["2"], phone);
    assert.deepEqual(found("no such shop"), []);
    assert.equal(found("  ").length, 5);
  });

  test("are counted and filtered by how they stand", () => {
    assert.deepEqual(countsOf(rows), { all: 5, attention: 2, setup: 1, waiting: 1, working: 1 });
    assert.deepEqual(ids(chosen(rows, { ...ALL, group: "waiting" })), ["4"]);
  });

  test("of a number that is registered and cannot send need attention", () => {
    const group = (sending: "ready" | "blocked") => rowOf(known("550000000000006", "live", { sending })).group;
    assert.deepEqual([group("ready"), group("blocked")], ["working", "attention"]);
  });

  test("stand somewhere in every situation, and a tone that warns needs somebody or waits", () => {
    for (const lifecycle of Lifecycle.options) {
      const { group, state } = rowOf(known("550000000000006", lifecycle));
      if (state.tone === "good") assert.equal(group, "working", lifecycle);
      if (state.tone === "bad") assert.equal(group, "attention", lifecycle);
    }
  });

  test("are made once for the same number", () => {
    const [number = assert.fail()] = NUMBERS;
    assert.equal(rowOf(number), rowOf(number));
    assert.notEqual(rowOf({ ...number }), rowOf(number));
  });

  test("keep their places while somebody is among them: what is gone goes, what is new comes last", () => {
    const before = ["550000000000004", "550000000000002", "550000000000009"];
    const wanted = chosen(rows, { ...ALL, search: "anchor" });
    assert.deepEqual(ids(held(rows, wanted, before)), ["4", "2", "3"]);
    const mended = { ...known("550000000000004", "live"), id: "550000000000004" };
    const now = rows.map((row) => (row.id === mended.id ? rowOf(mended) : row));
    const filtered = chosen(now, { ...ALL, group: "waiting" });
    assert.deepEqual(
      held(now, filtered, ["550000000000004"]).map(({ state }) => state.word),
      ["Live"],
    );
  });
});
