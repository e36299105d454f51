import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { CheckId, type AccessCheck } from "./diagnose-access.ts";
import { checksOf, diagnosisMap, STATIONS } from "./diagnosis-map.ts";

const check = (id: CheckId, rest: Partial<AccessCheck> = {}): AccessCheck => ({
  id,
  title: id,
  state: "pass",
  finding: "It is so.",
  resolution: [],
  actor: null,
  observed: {},
  ...rest,
});
const REFUSED = { state: "unknown", observed: { read: "refused", code: 100 } } as const;

/** Every check, with these changed. */
const checks = (changed: Partial<Record<CheckId, Partial<AccessCheck>>> = {}): AccessCheck[] =>
  CheckId.options.map((id) => check(id, changed[id]));
const states = (found: readonly AccessCheck[]): string =>
  diagnosisMap(found)
    .map(({ name, state, isFirst }) => `${name} ${state}${isFirst ? " first" : ""}`)
    .join(", ");

suite("a diagnosis as a map", () => {
  test("holds every check once", () => {
    assert.deepEqual(STATIONS.flatMap(checksOf).toSorted(), CheckId.options.toSorted());
    assert.ok(diagnosisMap(checks()).every(({ state }) => state === "fine"));
  });

  test("shows the first broken link, and what cannot be read depends on it", () => {
    const unread = CheckId.options.slice(CheckId.options.indexOf("number_in_waba"));
    const found = checks({
      ...Object.fromEntries(unread.map((id) => [id, REFUSED])),
      management_permission: { state: "fail" },
      waba_readable: { state: "fail" },
      number_readable: { state: "fail" },
    });
    assert.equal(
      states(found),
      "meta fine, token fine, permissions broken first, business waiting, account waiting, number waiting, registration waiting, webhook waiting, sending waiting",
    );
    const number = diagnosisMap(found).find(({ name }) => name === "number");
    assert.deepEqual(number?.checks, []);
    assert.equal(number?.hanging.length, checksOf("number").length);
  });

  test("does not hang on it what has a reason of its own", () => {
    const found = checks({
      number_verified: { state: "fail" },
      payment: { state: "fail" },
      webhook_fields: { state: "unknown", observed: { read: "no_source" } },
      messaging_limit: REFUSED,
      quality: { state: "warn" },
    });
    assert.equal(
      states(found),
      "meta fine, token fine, permissions fine, business fine, account fine, number broken first, registration fine, webhook unclear, sending broken",
    );
  });

  test("goes by what the verdict puts first", () => {
    const found = checks({ number_verified: { state: "fail" }, payment: { state: "fail" } });
    const first = diagnosisMap(found, "payment").filter(({ isFirst }) => isFirst);
    assert.deepEqual(
      first.map(({ name }) => name),
      ["sending"],
    );
  });

  test("is open as long as checks are missing", () => {
    assert.equal(
      states([check("graph_reachable"), check("token_valid", { state: "fail" })]),
      "meta open, token broken first, permissions open, business open, account open, number open, registration open, webhook open, sending open",
    );
  });
});
