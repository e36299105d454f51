import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFuture } from "./believed-time.ts";

describe("a time that somebody else states", () => {
  it("lies in the future once it is more than five minutes ahead", () => {
    const now = Date.UTC(2030, 0, 1);
    const ahead = 5 * 60_000;
    assert.deepEqual(
      [isFuture(now + ahead, now), isFuture(now + ahead + 1, now), isFuture(NaN, now)],
      [false, true, false],
    );
  });
});
