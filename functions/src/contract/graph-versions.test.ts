import assert from "node:assert/strict";
import { it } from "node:test";
import { GRAPH_VERSION, GRAPH_VERSIONS, versionEnd } from "./graph-versions.ts";

it("Graph's versions end one after the other, each on a day, and of others nobody knows", () => {
  const versions = Object.keys(GRAPH_VERSIONS);
  const ends = versions.flatMap((version) => versionEnd(version) ?? []);
  assert.ok(ends.every((end) => end > Date.UTC(2026, 0, 1) && end % 86_400_000 === 0));
  assert.deepEqual(
    ends.toSorted((a, b) => a - b),
    ends,
  );
  const open = versions.filter((version) => versionEnd(version) === null);
  assert.deepEqual(open, versions.slice(ends.length), "only the newest have no end yet");
  assert.equal(versionEnd("v99.0"), null);
});

it("the version that everything names is one whose end Meta has named", () => {
  assert.notEqual(versionEnd(GRAPH_VERSION), null);
});
