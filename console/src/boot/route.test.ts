import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, routeOf } from "./route.ts";

test("a page and its address mean each other", () => {
  for (const route of [
    { page: "home" },
    { page: "outcomes" },
    { page: "number", id: "550000000000001" },
    { page: "setup", id: null },
    { page: "setup", id: "550000000000001" },
  ] as const) {
    assert.deepEqual(routeOf(hashOf(route)), route);
  }
});

test("an address that is not understood is the home page", () => {
  for (const hash of ["", "#", "#/", "#/number", "#/number/12", "#/setup/12", "#/number/../../x", "#/else"]) {
    assert.deepEqual(routeOf(hash), { page: "home" });
  }
});
