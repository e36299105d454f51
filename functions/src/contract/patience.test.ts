import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import {
  CLIENT_MS,
  FUNCTION_MS,
  NOTE_REQUEST_MS,
  PIN_BY_MS,
  POST_BY_MS,
  POST_MS,
  READ_BACK_MS,
  READS_MS,
  REPEAT_WAITS_MS,
  REQUEST_RUNS_MS,
  SETTLE_MS,
} from "./patience.ts";

describe("patience", () => {
  it("lets the longest call end within its function's time, the keeping of its answer included", () =>
    assert.ok(POST_BY_MS + POST_MS + READ_BACK_MS + SETTLE_MS + NOTE_REQUEST_MS < FUNCTION_MS));

  it("gives Meta a minute for a POST: registrations of more than fifteen seconds were carried out", () =>
    assert.equal(POST_MS, 60_000));

  it("leaves a request that waited for another call of its own some time to be posted", () =>
    assert.ok(REPEAT_WAITS_MS + NOTE_REQUEST_MS < POST_BY_MS));

  it("takes no instance for dead that a function's time still runs for", () =>
    assert.ok(FUNCTION_MS < REQUEST_RUNS_MS));

  it("lets a function end before its lease, so that two calls never overlap", () => assert.ok(FUNCTION_MS < LEASE_MS));

  it("lets clients wait for the function's own answer", () => assert.ok(FUNCTION_MS < CLIENT_MS));

  it("leaves room for the reads before the POST", () => assert.ok(3 * READS_MS < PIN_BY_MS));
});
