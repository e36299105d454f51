import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpsError } from "firebase-functions/https";
import { customerFor } from "./customer-for.ts";

const operator = { isOperator: true, customers: ["acme"] };
const member = { isOperator: false, customers: ["acme"] };
const both = { isOperator: false, customers: ["acme", "beta"] };

const refused = (code: string) => (error: unknown) => error instanceof HttpsError && error.code === code;

describe("the customer that a caller acts for", () => {
  it("is any that an operator names, and one of their own that a member names", () => {
    assert.deepEqual(
      [customerFor(operator, "gamma"), customerFor(member, "acme"), customerFor(both, "beta")],
      ["gamma", "acme", "beta"],
    );
  });

  it("need not be named by a member of one", () => assert.equal(customerFor(member, undefined), "acme"));

  it("must be named by others", () => {
    for (const caller of [operator, both])
      assert.throws(() => customerFor(caller, undefined), refused("invalid-argument"));
  });

  it("does not exist where it is not the member's, and is not repeated", () => {
    assert.throws(
      () => customerFor(both, "gamma"),
      (error: unknown) => refused("not-found")(error) && error instanceof Error && !error.message.includes("gamma"),
    );
  });
});
