import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inProduction } from "./testing/in-production.ts";

const FUNCTION = "registerPhoneNumber";

/** Each with a value by which it would be known in the log. */
const UNSAFE: readonly (readonly [name: string, value: string])[] = [
  ["FUNCTIONS_EMULATOR", "true"],
  ["FIREBASE_DEBUG_FEATURES", '{"skipTokenVerification":true}'],
  ["FIRESTORE_EMULATOR_HOST", "firestore.hostile.example:8080"],
  ["FIREBASE_AUTH_EMULATOR_HOST", "auth.hostile.example:9099"],
  ["META_GRAPH_BASE_URL", "https://graph.hostile.example"],
  ["HTTPS_PROXY", "http://user:word@proxy.hostile.example"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
  ["NODE_OPTIONS", "--use-openssl-ca"],
  ["NODE_OPTIONS", "--conditions=hostile"],
];

describe("a deployment", () => {
  for (const [name, value] of UNSAFE) {
    it(`ends at once, saying why, with ${name}=${value}`, async () => {
      const production = await inProduction(FUNCTION, { [name]: value });
      assert.equal(production.url, null, "serves nothing");
      assert.notEqual(await production.stop(), 0);
      assert.match(production.output(), new RegExp(`Refusing to start in production: ${name} .+ deploy again`));
      assert.doesNotMatch(production.output(), /hostile/, "values may be secret");
    });
  }

  it("starts without them", async () => {
    const production = await inProduction(FUNCTION, { META_GRAPH_BASE_URL: "https://graph.facebook.com" });
    assert.notEqual(production.url, null, production.output());
    await production.stop();
  });
});
