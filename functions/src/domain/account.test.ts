import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nameOfActing } from "./account.ts";

describe("what an account's circuit breaker and memory are kept under", () => {
  const [own, one, other] = [
    { wabaId: "200", customerId: null },
    { wabaId: "201", customerId: "harbour" },
    { wabaId: "202", customerId: "harbour" },
  ];

  it("is the token for the deployment's own, which may act for several accounts", () => {
    assert.equal(nameOfActing(own, "a token"), "a token");
    assert.equal(nameOfActing({ ...own, wabaId: "203" }, "a token"), "a token");
  });

  it("differs between two accounts of a customer that have one token, and between two tokens of one account", () => {
    const names = [nameOfActing(one, "a token"), nameOfActing(other, "a token"), nameOfActing(one, "a newer one")];
    assert.equal(new Set(names).size, 3);
  });
});
