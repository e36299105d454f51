import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { declaredParams } from "firebase-functions/params";
import { PARAMS } from "./config.ts";
import { malformedSettings, refuseMalformedSettings } from "./malformed-settings.ts";
import { inProduction } from "./testing/in-production.ts";

await import("./index.ts");

const GOOD: NodeJS.ProcessEnv = {
  K_SERVICE: "registerphonenumber",
  K_CONFIGURATION: "registerphonenumber",
  META_PHONE_NUMBER_ID: "550000000000001",
  META_WABA_ID: "777000000000001",
};

/** Values that a param or a secret must not have; none of them may be repeated. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  META_PHONE_NUMBER_ID: ["", "+15550000001", "5500000hostile"],
  META_WABA_ID: ["", "777 000000000001"],
  META_BUSINESS_ID: ["hostile"],
  META_APP_ID: ["88800000000000x"],
  META_SIGNUP_CONFIG_ID: ["hostile"],
  MANAGED_PHONE_NUMBER_IDS: ["550000000000001;550000000000002"],
  WEBHOOK_URL: ["http://hostile.example/metaWebhook"],
  WEBHOOK_OVERRIDE: ["yes"],
  META_GRAPH_VERSION: ["", "25.0"],
  META_GRAPH_BASE_URL: ["https://graph.facebook.com/v25.0"],
  REGISTRATION_BUDGET: ["0", "11", "ten"],
  ENFORCE_APP_CHECK: ["TRUE"],
  ALLOWED_ORIGINS: ["https://admin.example.com/page"],
  FIRESTORE_DATABASE: ["Hostile_Database"],
  OPERATOR_CLAIM: ["hostile claim"],
  CUSTOMERS_CLAIM: ["sub"],
  META_SYSTEM_USER_TOKEN: [" ", "EAAhostile token"],
  CUSTOMER_TOKEN_KEYS: ["hostile-and-short"],
  META_WEBHOOK_VERIFY_TOKEN: [" \n"],
};

describe("the settings that a deployment was given", () => {
  it("are in order as the params' defaults are, with the two ids", () => {
    assert.deepEqual(malformedSettings(GOOD), []);
    refuseMalformedSettings(GOOD);
  });

  it("are all looked at", () => {
    const declared = new Set(declaredParams.map(({ name }) => name).filter((name) => name !== "FUNCTIONS_REGION"));
    const optional = "META_APP_SECRET";
    assert.deepEqual(new Set([...Object.keys(BAD), optional]), declared);
    assert.ok(PARAMS.every(({ name }) => Object.hasOwn(BAD, name)));
  });

  it("may have the blanks around them that are trimmed before use, and switches may be blank", () => {
    const spaced = {
      META_BUSINESS_ID: " 666000000000001",
      META_APP_ID: " 888000000000001 ",
      META_SIGNUP_CONFIG_ID: "999000000000001\t",
      MANAGED_PHONE_NUMBER_IDS: " * ",
      WEBHOOK_URL: " https://hooks.example.com/metaWebhook\n",
      ENFORCE_APP_CHECK: "",
      WEBHOOK_OVERRIDE: "",
    };
    assert.deepEqual(malformedSettings({ ...GOOD, ...spaced }), []);
    assert.equal(malformedSettings({ ...GOOD, META_WABA_ID: " 777000000000001" }).length, 1, "which is used as it is");
  });

  for (const [name, values] of Object.entries(BAD)) {
    it(`are named where ${name} is amiss, and not repeated`, () => {
      for (const value of values) {
        const found = malformedSettings({ ...GOOD, [name]: value });
        assert.equal(found.length, 1, found.join("\n"));
        assert.match(found[0] ?? "", new RegExp(`\\b${name}\\b`, "u"));
        assert.doesNotMatch(found.join("\n"), /hostile/u);
        assert.deepEqual(malformedSettings({ [name]: value }), [], "outside production nothing is judged");
      }
    });
  }

  it("are named all at once, and keep the function from starting", async (t) => {
    const amiss = { META_WABA_ID: "", REGISTRATION_BUDGET: "hostile", META_SYSTEM_USER_TOKEN: " " };
    const production = await inProduction("registerPhoneNumber", amiss);
    t.after(() => production.stop());
    assert.equal(production.url, null, "serves nothing");
    assert.notEqual(await production.stop(), 0);
    for (const name of Object.keys(amiss)) assert.match(production.output(), new RegExp(`\\b${name}\\b`, "u"));
    assert.doesNotMatch(production.output(), /hostile/u);
  });

  it("do not concern a function of others in the same codebase", async (t) => {
    const code = `import "${new URL("functions.ts", import.meta.url).href}"; export const orders = (_request, response) => response.end();`;
    const production = await inProduction(
      "orders",
      { META_WABA_ID: "" },
      `data:text/javascript,${encodeURIComponent(code)}`,
    );
    t.after(() => production.stop());
    assert.notEqual(production.url, null, production.output());
  });

  it("do not concern a function of others that has the name of one of ours, and none of our secrets", async (t) => {
    const code = `import "${new URL("functions.ts", import.meta.url).href}"; export const registerPhoneNumber = (_request, response) => response.end();`;
    const production = await inProduction(
      "registerPhoneNumber",
      { META_WABA_ID: "", META_SYSTEM_USER_TOKEN: undefined, META_APP_SECRET: undefined },
      `data:text/javascript,${encodeURIComponent(code)}`,
    );
    t.after(() => production.stop());
    assert.notEqual(production.url, null, production.output());
  });
});
