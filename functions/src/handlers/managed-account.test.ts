import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpsError } from "firebase-functions/https";
import { WABA } from "../testing/fixtures.ts";
import { managedAccount } from "./managed-account.ts";

describe("the account that a call is about", () => {
  const config = { wabaId: WABA, managesAccount: (id: string) => id === WABA };

  it("is the configured one, named or not", () => {
    assert.deepEqual([managedAccount(config, undefined), managedAccount(config, WABA)], [WABA, WABA]);
  });

  it("does not exist where it is another's, and is not repeated", () => {
    assert.throws(
      () => managedAccount(config, "777000000000009"),
      (error: unknown) =>
        error instanceof HttpsError && error.code === "not-found" && !error.message.includes("777000000000009"),
    );
  });
});
