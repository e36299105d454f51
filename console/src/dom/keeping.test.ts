import assert from "node:assert/strict";
import { test } from "node:test";
import { keeping } from "./keeping.ts";

test("what was made for the same value is kept, nothing too", () => {
  const keep = keeping<null>();
  let made = 0;
  const make = (): null => {
    made += 1;
    return null;
  };
  for (const value of [[1], [1], [2], [2], [1]]) assert.equal(keep(value, make), null);
  assert.equal(made, 3);
});
