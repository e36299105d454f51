import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hoursSince } from "./demo-ageing.ts";

describe("the hours by which the ledgers grow older", () => {
  it("are those that have passed since the last beat", () => {
    assert.equal(hoursSince({ passedHours: 0, resets: 0 }, { passedHours: 73, resets: 0 }), 73);
    assert.equal(hoursSince({ passedHours: 73, resets: 0 }, { passedHours: 97, resets: 0 }), 24);
    assert.equal(hoursSince({ passedHours: 73, resets: 0 }, { passedHours: 73, resets: 0 }), 0);
  });

  it("are counted from a reset, also where as many or fewer have passed since", () => {
    assert.equal(hoursSince({ passedHours: 73, resets: 0 }, { passedHours: 73, resets: 1 }), 73);
    assert.equal(hoursSince({ passedHours: 73, resets: 1 }, { passedHours: 24, resets: 2 }), 24);
    assert.equal(hoursSince({ passedHours: 73, resets: 0 }, { passedHours: 0, resets: 1 }), 0);
  });
});
