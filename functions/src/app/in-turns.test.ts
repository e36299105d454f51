import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { inTurns } from "./in-turns.ts";

describe("work in turns", () => {
  it("is done for each item, so many at a time", async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    await inTurns(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await turn();
      underWay -= 1;
      done.push(item);
    });
    assert.deepEqual(done, [1, 2, 3, 4, 5, 6, 7]);
    assert.equal(most, 3);
  });

  it("of nothing is done at once", () => inTurns(3, [], () => Promise.reject(new Error("nobody calls this"))));

  it("ends with the first failure, takes up nothing more, and waits for what is under way", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inTurns(2, [1, 2, 3, 4], async (item) => {
      begun.push(item);
      await turn();
      if (item === 1) throw new Error("one failed");
      await turn();
      ended.push(item);
    });
    await assert.rejects(work, /one failed/);
    assert.deepEqual([begun, ended], [[1, 2], [2]]);
  });
});
