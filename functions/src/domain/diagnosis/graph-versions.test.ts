import assert from "node:assert/strict";
import { it } from "node:test";
import { GRAPH_ENDS, versionEnd } from "./graph-versions.ts";

it("Graph's versions end one after the other, each on a day, and of others nobody knows", () => {
  const ends = Object.keys(GRAPH_ENDS).map((version) => versionEnd(version) ?? Number.NaN);
  assert.ok(ends.every((end) => end > Date.UTC(2026, 0, 1) && end % 86_400_000 === 0));
  assert.deepEqual(
    ends.toSorted((a, b) => a - b),
    ends,
  );
  assert.equal(versionEnd("v99.0"), null);
});
