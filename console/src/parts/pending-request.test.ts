import assert from "node:assert/strict";
import { test } from "node:test";
import { pendingRequest } from "./pending-request.ts";

test("a request whose PIN is typed again is the same until it is answered", () => {
  const { idFor, answered } = pendingRequest();
  const first = idFor("123456");
  assert.equal(idFor("123456"), first);
  answered();
  assert.notEqual(idFor("123456"), first);
});

test("another PIN makes another request", () => {
  const { idFor } = pendingRequest();
  const first = idFor("123456");
  const second = idFor("654321");
  assert.notEqual(second, first);
  assert.equal(idFor("654321"), second);
});

test("whatever else is typed makes another request", () => {
  const { idFor, changed } = pendingRequest();
  const first = idFor();
  assert.equal(idFor(), first);
  changed();
  assert.notEqual(idFor(), first);
});
