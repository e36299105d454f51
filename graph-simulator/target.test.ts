import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTarget } from "./target.ts";

const named = (method: string, path: string): string => {
  const { endpoint, nodeId, version } = parseTarget(method, path);
  return [endpoint, nodeId, version].map(String).join(" ");
};

test("names every call", () => {
  assert.equal(named("POST", "/v25.0/550000000000001/register"), "register 550000000000001 v25.0");
  assert.equal(named("POST", "/v25.0/550000000000001"), "set_pin 550000000000001 v25.0");
  assert.equal(named("GET", "/v25.0/550000000000001"), "read_node 550000000000001 v25.0");
  assert.equal(named("GET", "/v25.0/777000000000001/phone_numbers"), "list_numbers 777000000000001 v25.0");
  assert.equal(named("GET", "/v25.0/me/permissions"), "read_permissions null v25.0");
  assert.equal(named("GET", "/v25.0/debug_token"), "debug_token null v25.0");
});

test("does not name what it does not know", () => {
  assert.equal(named("GET", "/v25.0/550000000000001/register"), "null 550000000000001 v25.0");
  assert.equal(named("POST", "/v25.0/me"), "null null v25.0");
  assert.equal(named("POST", "/v25.0/550000000000001/register/more"), "null 550000000000001 v25.0");
});

test("serves what is in use, and no version by the oldest usable one; expired and invented ones do not exist", () => {
  const served = (version: string): string | null => parseTarget("GET", `/${version}/me`).version;
  assert.deepEqual(["v21.0", "v26.0", "v27.0"].map(served), ["v21.0", "v26.0", "v27.0"]);
  assert.deepEqual(["v20.0", "v18.0", "v2.12"].map(served), [null, null, null]);
  assert.deepEqual(["v28.0", "v25.1", "v25", "v250.0"].map(served), [null, null, null, null]);
  assert.equal(parseTarget("GET", "/me").version, "v21.0");
});
