import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { LATE, within } from "./within.ts";

describe("a request to Firestore with a limit of time", () => {
  it("ends as it ends, where that comes in time", async () => {
    assert.equal(await within(Date.now() + 60_000, Promise.resolve("value")), "value");
    await assert.rejects(within(Date.now() + 60_000, Promise.reject(new Error("refused"))), { message: "refused" });
  });

  it("leaves no timer behind", async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    await within(Date.now() + 60_000, Promise.resolve());
    await within(Date.now() + 60_000, Promise.reject(new Error("refused"))).catch(() => undefined);
    assert.equal(timers(), before);
  });

  it("fails at its limit, or at once where that has passed, and a late refusal is nobody's any more", async () => {
    await assert.rejects(within(Date.now() + 5, Promise.withResolvers<never>().promise), { message: LATE });
    const { promise, reject } = Promise.withResolvers<never>();
    await assert.rejects(within(Date.now() - 1000, promise), { message: LATE });
    reject(new Error("refused"));
    await turn();
  });
});
