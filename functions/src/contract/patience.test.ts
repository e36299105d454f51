import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { CLIENT_MS, FUNCTION_MS, POST_BY_MS, POST_MS, READ_BACK_MS, READS_MS, SETTLE_MS } from "./patience.ts";

describe("patience", () => {
  it("lets the longest call end within its function's time", () =>
    assert.ok(POST_BY_MS + POST_MS + READ_BACK_MS + SETTLE_MS < FUNCTION_MS));

  it("lets a function end before its lease, so that two calls never overlap", () => assert.ok(FUNCTION_MS < LEASE_MS));

  it("lets clients wait for the function's own answer", () => assert.ok(FUNCTION_MS < CLIENT_MS));

  it("leaves room for the reads before the POST", () => assert.ok(3 * READS_MS < POST_BY_MS));
});
