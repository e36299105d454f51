import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { idAt, listAt, objectAt, textAt, timeOf, wholeAt } from "./json.ts";

/** What a field may hold besides what is wanted. */
const NEITHER = [undefined, null, true, 1.5, Number.NaN] as const;

describe("reading JSON that nobody promised", () => {
  it("takes an object or a list for itself alone", () => {
    assert.deepEqual(objectAt({ a: { b: 1 } }, "a"), { b: 1 });
    assert.deepEqual(listAt({ a: [1] }, "a"), [1]);
    for (const a of [...NEITHER, "text"]) {
      assert.equal(objectAt({ a }, "a"), null);
      assert.deepEqual(listAt({ a }, "a"), []);
    }
    assert.equal(objectAt({ a: [1] }, "a"), null);
    assert.deepEqual(listAt({ a: { length: 1 } }, "a"), []);
  });

  it("finds nothing in what is no object, or has the field only by inheritance", () => {
    for (const value of [null, undefined, "text", 7, [{ a: "x" }]]) assert.equal(textAt(value, "a"), null);
    assert.equal(textAt("text", "length"), null);
    assert.equal(wholeAt([], "length"), null);
    assert.equal(objectAt({}, "__proto__"), null);
    assert.equal(textAt(Object.create({ a: "x" }), "a"), null);
  });

  it("takes a text that says something, or a whole number, and cuts what is too long to be shown", () => {
    for (const [a, expected] of [
      ["x", "x"],
      [" ", " "],
      [0, "0"],
      [-12, "-12"],
      ["", null],
      [2 ** 53, null],
      ["x".repeat(1000), "x".repeat(1000)],
      ["x".repeat(1001), "x".repeat(1000)],
    ] as const) {
      assert.equal(textAt({ a }, "a"), expected);
    }
    for (const a of [...NEITHER, ["x"], { x: 1 }]) assert.equal(textAt({ a }, "a"), null);
  });

  it("takes a whole number as a number only", () => {
    assert.equal(wholeAt({ a: 0 }, "a"), 0);
    for (const a of [...NEITHER, "7", 2 ** 53]) assert.equal(wholeAt({ a }, "a"), null);
  });

  it("takes for an id of Meta's five to twenty digits, and nothing around them", () => {
    for (const [a, expected] of [
      ["12345", "12345"],
      [12_345, "12345"],
      ["1".repeat(20), "1".repeat(20)],
      ["1234", null],
      ["1".repeat(21), null],
      ["x12345", null],
      ["12345x", null],
      ["12345/../67890", null],
      ["", null],
      [-12_345, null],
    ] as const) {
      assert.equal(idAt({ a }, "a"), expected, String(a));
    }
    for (const a of NEITHER) assert.equal(idAt({ a }, "a"), null);
  });

  const times: readonly (readonly [unknown, number | null])[] = [
    [1_893_456_000, Date.UTC(2030)],
    ["1893456000", Date.UTC(2030)],
    ["1893456000123", Date.UTC(2030) + 123],
    [1_893_456_000_123, Date.UTC(2030) + 123],
    ["1262304000", Date.UTC(2010)],
    ["1262303999", null],
    ["1262304000000", Date.UTC(2010)],
    ["1262303999999", null],
    ["4102444800", Date.UTC(2100)],
    ["4102444801", null],
    ["4102444800000", Date.UTC(2100)],
    ["4102444800001", null],
    ["12623040000", null],
    ["126230400000", null],
    ["999999999", null],
    ["18934560001234", null],
    ["x1893456000", null],
    ["1893456000x", null],
    [" 1893456000", null],
    ["1893456000 ", null],
    ["1.893456e9", null],
    ["2030-01-01T00:00:00.000Z", null],
    ["", null],
    [undefined, null],
    [null, null],
    [1_893_456_000.5, null],
  ];
  for (const [at, expected] of times) {
    it(`takes ${JSON.stringify(at)} for ${expected === null ? "no time of an event" : new Date(expected).toISOString()}`, () =>
      assert.equal(timeOf({ at }, "at"), expected));
  }
});
