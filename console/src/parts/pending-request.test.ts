import assert from "node:assert/strict";
import { test } from "node:test";
import { pendingRequest } from "./pending-request.ts";

test("a request whose PIN is typed again is the same until it is answered", () => {
  const { id, typed, answered } = pendingRequest();
  const first = id();
  typed("secret");
  assert.equal(id(), first);
  answered();
  assert.notEqual(id(), first);
});

test("whatever else is typed makes another request", () => {
  const { id, typed } = pendingRequest();
  const first = id();
  typed("other");
  assert.notEqual(id(), first);
});
