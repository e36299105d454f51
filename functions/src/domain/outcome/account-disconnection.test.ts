import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WABA } from "../../testing/fixtures.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../advice/account-disconnection-advice.ts";
import { accountDisconnectionResult, disconnectionFailure, stepDone, stoppedAfter } from "./account-disconnection.ts";

const NOW = Date.UTC(2030, 0, 1);
const ABOUT = { wabaId: WABA, now: NOW };

describe("the result of disconnecting an account", () => {
  it("tells of a call that stopped at once that nothing was come to", () => {
    const result = accountDisconnectionResult(disconnectionFailure("throttled", null, 60_000), ABOUT);
    assert.ok("retryAt" in result);
    assert.deepEqual(result.steps, [
      { id: "webhook", state: "failed", message: ACCOUNT_DISCONNECTION_ADVICE.throttled.message },
      { id: "access", state: "skipped" },
      { id: "numbers", state: "skipped" },
      { id: "token", state: "skipped" },
    ]);
    assert.deepEqual([result.status, result.retryAt], ["throttled", new Date(NOW + 60_000).toISOString()]);
  });

  it("tells the steps that were come to before", () => {
    const steps = [stepDone("webhook")];
    const stopped = accountDisconnectionResult(stoppedAfter(steps, disconnectionFailure("throttled")), ABOUT);
    assert.ok("steps" in stopped);
    assert.deepEqual(stopped.steps, steps);
    assert.deepEqual(accountDisconnectionResult({ status: "disconnected", steps }, ABOUT), {
      status: "disconnected",
      wabaId: WABA,
      steps,
    });
    assert.deepEqual(accountDisconnectionResult({ status: "not_connected" }, ABOUT), {
      status: "not_connected",
      wabaId: WABA,
    });
  });
});
