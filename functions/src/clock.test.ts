import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clock } from "./clock.ts";

const HOUR_MS = 3_600_000;

describe("the machine's clock", () => {
  it("has stopwatches that begin when they are asked for", ({ mock }) => {
    mock.timers.enable({ apis: ["Date"], now: 0 });
    const first = clock.stopwatch();
    mock.timers.tick(HOUR_MS);
    const second = clock.stopwatch();
    mock.timers.tick(1000);
    assert.equal(clock.now(), HOUR_MS + 1000);
    assert.equal(first(), HOUR_MS + 1000);
    assert.equal(second(), 1000);
  });

  it("measures on where the time of day is set back", ({ mock }) => {
    mock.timers.enable({ apis: ["Date"], now: HOUR_MS });
    const elapsed = clock.stopwatch();
    mock.timers.setTime(0);
    assert.ok(elapsed() > 0 && elapsed() < HOUR_MS);
  });

  it("sleeps, and not at all for no time", async () => {
    const elapsed = clock.stopwatch();
    await clock.sleep(20);
    assert.ok(elapsed() >= 19);
    await clock.sleep(-HOUR_MS);
  });
});
