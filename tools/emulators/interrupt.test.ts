import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { afterInterruption, interruptible, interruption } from "./interrupt.ts";

describe("interruptible", () => {
  it("gives back what the work gives, and leaves no handler behind", async () => {
    const before = process.listenerCount("SIGTERM");
    assert.equal(await interruptible(async () => 5), 5);
    assert.equal(process.listenerCount("SIGTERM"), before);
  });

  it("lets the work end itself after a signal, and then rejects with the shell's status for it", async () => {
    let cleaned = false;
    const run = interruptible(async (interrupted) => {
      await interruption(interrupted);
      await Promise.resolve();
      cleaned = true;
    });
    process.emit("SIGTERM", "SIGTERM");
    process.emit("SIGINT", "SIGINT");
    await assert.rejects(run, { exitStatus: 143 });
    assert.equal(cleaned, true);
  });
});

describe("afterInterruption", () => {
  it("rejects with the interruption's reason, no matter whether it was before or comes later", async () => {
    const earlier = AbortSignal.abort(new Error("stop"));
    const later = new AbortController();
    const waiting = assert.rejects(afterInterruption(later.signal), /^Error: stop later$/u);
    later.abort(new Error("stop later"));
    await assert.rejects(afterInterruption(earlier), /^Error: stop$/u);
    await waiting;
  });
});
