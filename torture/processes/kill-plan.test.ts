import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { killInPlace } from "./kill-plan.ts";
import { POINTS } from "./points.ts";

const ROUND = 34;
const planned = Array.from({ length: ROUND }, (_, place) =>
  killInPlace(place, "ours", { phoneNumberId: "566000000000001", attemptId: "attempt-1" }),
);

describe("the plan of kills", () => {
  it("comes to every named point, with a prompt answer of Meta's and with a late one", () => {
    for (const isLate of [false, true]) {
      const points = planned
        .filter(({ fault }) => (fault !== null) === isLate)
        .flatMap(({ moment }) => (moment.kind === "at" ? [moment.point] : []));
      assert.deepEqual(points, POINTS);
    }
  });

  it("kills at any time too, and while something is under way", () => {
    const kinds = planned.map(({ moment }) => moment.kind);
    assert.equal(kinds.filter((kind) => kind === "any").length, 4);
    assert.equal(kinds.filter((kind) => kind === "after").length, 10);
  });

  it("never waits for a point that an answer which never comes would have to reach", () => {
    const beyond = planned.filter(({ moment }) => moment.kind !== "any" && /after post|back|settle/.test(moment.point));
    assert.ok(beyond.length > 0);
    assert.ok(beyond.every(({ fault }) => fault === null || fault.kind === "delay"));
  });
});
