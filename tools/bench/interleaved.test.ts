import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { interleaved, median, percentile } from "./interleaved.ts";

describe("comparing two competitors", () => {
  it("takes the middle of odd and of even counts", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });

  it("takes the figure that so many do not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.equal(percentile(hundred, 0.95), 95);
    assert.equal(percentile([7], 0.95), 7);
  });

  it("throws the first round away, measures in turn, and compares pair by pair", async () => {
    const order: string[] = [];
    const figures = { ours: [1000, 2, 4, 8], naive: [1, 1, 2, 2] };
    const measure = (who: "ours" | "naive") => async (round: number) => {
      order.push(`${who}${round}`);
      return figures[who][round] ?? Number.NaN;
    };
    const result = await interleaved(3, measure("ours"), measure("naive"));
    assert.deepEqual(result, { ours: 4, naive: 2, ratio: 2 });
    assert.deepEqual(order, ["ours0", "naive0", "ours1", "naive1", "ours2", "naive2", "ours3", "naive3"]);
  });
});
