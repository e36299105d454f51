import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catalogueRow, ERROR_CATALOGUE } from "./error-catalogue.ts";

/** The status of each code, written down a second time: a row that moves must be moved here too, on purpose. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  missing_permission: [3, 10, 200, 201, 230, 299, 131005],
  invalid_token: [0, 102, 104, 190],
  pin_mismatch: [133005],
  pin_locked: [133008, 133009],
  verification_required: [133006],
  rate_limited: [133016],
  throttled: [4, 17, 613, 80007, 80008, 130429],
  recently_deleted: [133015],
  incomplete_deregistration: [133000],
  account_locked: [131031, 368],
  invalid_parameter: [33, 131008, 131009],
  meta_unavailable: [1, 2, 131000, 131016, 133004],
};

describe("the error catalogue", () => {
  for (const [status, codes] of Object.entries(EXPECTED)) {
    for (const code of codes) {
      it(`reads ${code} as ${status}`, () => assert.equal(catalogueRow(code)?.status, status));
    }
  }

  it("has no row beyond those", () => {
    const expected = new Set(Object.values(EXPECTED).flat());
    const rows = ERROR_CATALOGUE.flatMap(({ code }) => (typeof code === "number" ? [code] : [...code]));
    assert.deepEqual(
      rows.filter((code) => !expected.has(code)),
      [],
    );
  });

  it("knows no code twice", () => {
    const bounds = ERROR_CATALOGUE.map(({ code }) => (typeof code === "number" ? ([code, code] as const) : code));
    for (const [index, [from, to]] of bounds.entries()) {
      const others = bounds.slice(index + 1).filter(([start, end]) => start <= to && from <= end);
      assert.deepEqual(others, [], `${from} to ${to} is overlapped`);
    }
  });

  it("keeps to itself what it does not know, next to what it knows", () => {
    for (const code of [-1, 5, 9, 11, 34, 99, 100, 101, 103, 105, 199, 300, 131004, 133010, 133017, 136024, 136025]) {
      assert.equal(catalogueRow(code), undefined, String(code));
    }
  });

  it("gives every row a meaning, a page of Meta's and a standing", () => {
    for (const row of ERROR_CATALOGUE) {
      assert.match(row.meaning, /^[A-Z].+\.$/, String(row.code));
      assert.match(row.page, /^https:\/\/developers\.facebook\.com\//, String(row.code));
      assert.match(row.standing, /^(?:doc|log|claim)$/, String(row.code));
    }
  });
});
