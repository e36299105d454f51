import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { parseJson } from "./parse-json.ts";

describe("JSON of Meta's", () => {
  it("keeps the digits of ids that a double cannot hold", () => {
    assert.deepEqual(
      parseJson(
        '{"id":17841400000000123456,"list":[ 9007199254740993,-9007199254740993],"a":{"b":\n90071992547409931}}',
      ),
      {
        id: "17841400000000123456",
        list: ["9007199254740993", "-9007199254740993"],
        a: { b: "90071992547409931" },
      },
    );
  });

  it("finds such an id wherever it stands alone", () => {
    for (const text of [
      '{"id":9007199254740993}',
      '{"id": \n9007199254740993}',
      "[9007199254740993]",
      "[1,9007199254740993]",
    ])
      assert.match(JSON.stringify(parseJson(text)), /"9007199254740993"/, text);
    assert.deepEqual(parseJson("[-9007199254740993]"), ["-9007199254740993"]);
  });

  it("leaves every other number a number", () => {
    assert.deepEqual(
      parseJson("[9007199254740991,-9007199254740991,1234567890123456,0.50000000000000000000,1e300]"),
      [9_007_199_254_740_991, -9_007_199_254_740_991, 1_234_567_890_123_456, 0.5, 1e300],
    );
  });

  it("leaves everything else what it is beside one", () => {
    assert.deepEqual(parseJson('[9007199254740993,"9007199254740993",null,true,1.5,1e20,{"a":[]},"x"]'), [
      "9007199254740993",
      "9007199254740993",
      null,
      true,
      1.5,
      1e20,
      { a: [] },
      "x",
    ]);
  });

  it("is what JSON.parse makes of it, where no number is that long", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text));
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it("is refused where it is none", () => {
    for (const text of ["", "{", '{"id":90071992547409931', "90071992547409931x"])
      assert.throws(() => parseJson(text), SyntaxError);
  });
});
