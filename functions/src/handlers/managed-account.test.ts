import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpsError } from "firebase-functions/https";
import { WABA } from "../testing/fixtures.ts";
import { managedAccount } from "./managed-account.ts";

const OTHER = "777000000000009";

describe("the account that a call is about", () => {
  const config = { wabaId: WABA, managesAccount: (id: string) => id === WABA };
  const everything = { wabaId: WABA, managesAccount: () => true };
  const connectedBy = (customerId: string | null) => ({
    customerOf: async (wabaId: string) => (wabaId === OTHER ? customerId : assert.fail("the own one is asked about")),
  });

  it("is the configured one, named or not", async () => {
    for (const named of [undefined, WABA]) {
      assert.deepEqual(await managedAccount(config, named, connectedBy(null)), { wabaId: WABA, customerId: null });
    }
  });

  it("is a customer's, also where the deployment's own token may act for any", async () => {
    for (const setting of [config, everything]) {
      const expected = { wabaId: OTHER, customerId: "acme" };
      assert.deepEqual(await managedAccount(setting, OTHER, connectedBy("acme")), expected);
    }
  });

  it("is any account at all where the configuration says so", async () => {
    const expected = { wabaId: OTHER, customerId: null };
    assert.deepEqual(await managedAccount(everything, OTHER, connectedBy(null)), expected);
  });

  it("does not exist where it is another's, and is not repeated", async () => {
    await assert.rejects(
      managedAccount(config, OTHER, connectedBy(null)),
      (error: unknown) => error instanceof HttpsError && error.code === "not-found" && !error.message.includes(OTHER),
    );
  });
});
