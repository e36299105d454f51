import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { gathered } from "./gathered.ts";

describe("gathered requests", () => {
  it("for one key come one after the other, and what comes meanwhile together", async () => {
    const writes: string[] = [];
    let underWay = 0;
    const write = gathered<number, string>(100, async (key, items) => {
      underWay += 1;
      assert.equal(underWay, 1);
      writes.push(`${key}: ${items.join(" ")}`);
      await turn();
      underWay -= 1;
      return `wrote ${items.length}`;
    });
    const answers = await Promise.all([1, 2, 3, 4].map((item) => write("a", [item])));
    assert.deepEqual(writes, ["a: 1", "a: 2 3 4"]);
    assert.deepEqual(
      answers.map(({ answer, joined }) => [answer, joined]),
      [
        ["wrote 1", false],
        ["wrote 3", false],
        ["wrote 3", true],
        ["wrote 3", true],
      ],
    );
    assert.deepEqual(await write("a", [5]), { answer: "wrote 1", joined: false }, "all is as at the beginning");
  });

  it("for different keys do not wait for each other", async () => {
    const begun: string[] = [];
    const write = gathered<number, null>(100, async (key) => {
      begun.push(key);
      await turn();
      return null;
    });
    const both = Promise.all([write("a", [1]), write("b", [1])]);
    await Promise.resolve();
    assert.deepEqual(begun, ["a", "b"]);
    await both;
  });

  it("are no larger than they may be", async () => {
    const sizes: number[] = [];
    const write = gathered<number, null>(3, async (_, items) => {
      sizes.push(items.length);
      await turn();
      return null;
    });
    await Promise.all(Array.from({ length: 8 }, (_, item) => write("a", [item])));
    assert.ok(Math.max(...sizes) <= 3 && sizes.reduce((sum, size) => sum + size) === 8, sizes.join(" "));
  });

  it("fail for everybody who joined, and for nobody else", async () => {
    const write = gathered<number, string>(100, async (_, items) => {
      await turn();
      if (items.includes(2)) throw new Error("unavailable");
      return "written";
    });
    const ends = await Promise.allSettled([write("a", [1]), write("a", [2]), write("a", [3])]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["fulfilled", "rejected", "rejected"],
    );
    assert.equal((await write("a", [4])).answer, "written");
  });
});
