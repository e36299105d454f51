import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ConfigurationError } from "./config-values.ts";
import { configuration, customersClaim, firestoreDatabase, operatorClaim } from "./config.ts";
import { webhookWiring } from "./handlers/webhook-wiring.ts";

const GOOD: Readonly<Record<string, string>> = {
  META_SYSTEM_USER_TOKEN: " EAAinvented\n",
  META_APP_SECRET: "\n",
  CUSTOMER_TOKEN_KEYS: " ",
  META_PHONE_NUMBER_ID: "550000000000001",
  META_WABA_ID: "777000000000001",
  MANAGED_PHONE_NUMBER_IDS: "",
  META_GRAPH_VERSION: "v25.0",
  META_GRAPH_BASE_URL: "https://graph.facebook.com",
  REGISTRATION_BUDGET: "10",
  META_WEBHOOK_VERIFY_TOKEN: "invented0word\n",
  WEBHOOK_URL: "",
  WEBHOOK_OVERRIDE: "false",
  GCLOUD_PROJECT: "some-project",
};

/** 32 bytes of nothing, in base64url. */
const KEY = "A".repeat(43);

const NAMES = [
  ...Object.keys(GOOD),
  "FUNCTIONS_EMULATOR",
  "FUNCTIONS_REGION",
  "FUNCTION_TARGET",
  "FIRESTORE_DATABASE",
  "OPERATOR_CLAIM",
  "CUSTOMERS_CLAIM",
];
const before = new Map(NAMES.map((name) => [name, process.env[name]]));

const set = (env: Readonly<Record<string, string>>): void => {
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, env);
};

beforeEach(() => set(GOOD));
afterEach(() =>
  set(Object.fromEntries([...before].filter((entry): entry is [string, string] => entry[1] !== undefined))),
);

describe("the configuration", () => {
  it("is read when it is asked for, without the blanks that pasting adds", () => {
    const { token, appSecret, graphVersion, graphBaseUrl, registrationBudget } = configuration();
    assert.deepEqual(
      [token, appSecret, graphVersion, graphBaseUrl, registrationBudget],
      ["EAAinvented", "", "v25.0", "https://graph.facebook.com", 10],
    );
  });

  it("has the keys that customers' tokens are sealed with, the newest first, or none", () => {
    assert.deepEqual(configuration().tokenKeys, []);
    const [one, other] = [KEY, `${"B".repeat(42)}E`];
    set({ ...GOOD, CUSTOMER_TOKEN_KEYS: ` ${one} ,${other},\n` });
    assert.deepEqual(configuration().tokenKeys, [one, other]);
    assert.deepEqual(
      configuration().tokenKeys.map((key) => Buffer.from(key, "base64url").length),
      [32, 32],
    );
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["CUSTOMER_TOKEN_KEYS", KEY.slice(1)],
    ["CUSTOMER_TOKEN_KEYS", `${KEY}=`],
    ["CUSTOMER_TOKEN_KEYS", `${KEY} ${KEY}`],
    ["CUSTOMER_TOKEN_KEYS", KEY.replace("A", "+")],
    ["META_SYSTEM_USER_TOKEN", ""],
    ["META_SYSTEM_USER_TOKEN", "EAA one two"],
    ["META_SYSTEM_USER_TOKEN", "EAA\r\nX-Header: 1"],
    ["META_SYSTEM_USER_TOKEN", "EAAé"],
    ["META_PHONE_NUMBER_ID", ""],
    ["META_PHONE_NUMBER_ID", "+1 555 000 0001"],
    ["META_WABA_ID", "../me"],
    ["META_GRAPH_VERSION", "26.0"],
    ["META_GRAPH_VERSION", "v25.0/../x"],
    ["META_GRAPH_BASE_URL", ""],
    ["META_GRAPH_BASE_URL", "https://graph.facebook.com.evil.test"],
    ["META_GRAPH_BASE_URL", "https://graph.facebook.com@evil.test"],
    ["META_GRAPH_BASE_URL", "https://evil.test"],
    ["META_GRAPH_BASE_URL", "http://graph.facebook.com"],
    ["META_GRAPH_BASE_URL", "https://graph.facebook.com/v1"],
    ["META_GRAPH_BASE_URL", "https://graph.facebook.com:444"],
    ["META_GRAPH_BASE_URL", "file:///etc"],
    ["REGISTRATION_BUDGET", "0"],
    ["REGISTRATION_BUDGET", "11"],
    ["REGISTRATION_BUDGET", "ten"],
  ];
  for (const [name, value] of wrong) {
    it(`names ${name} and not its value where that is ${JSON.stringify(value)}`, () => {
      set({ ...GOOD, [name]: value });
      assert.throws(configuration, (error: unknown) => {
        assert.ok(error instanceof ConfigurationError);
        assert.ok(error.message.includes(name), error.message);
        return value.length < 4 || !error.message.includes(value);
      });
    });
  }

  it("accepts another origin in the emulator alone, and there an origin only", () => {
    set({ ...GOOD, META_GRAPH_BASE_URL: "http://127.0.0.1:4010", FUNCTIONS_EMULATOR: "true" });
    assert.equal(configuration().graphBaseUrl, "http://127.0.0.1:4010");
    for (const value of [
      "http://127.0.0.1:4010/x",
      "http://user@127.0.0.1:4010",
      "ftp://127.0.0.1",
      "http://127.0.0.1:4010/?a=1",
    ]) {
      set({ ...GOOD, META_GRAPH_BASE_URL: value, FUNCTIONS_EMULATOR: "true" });
      assert.throws(configuration, ConfigurationError, value);
    }
  });

  it("manages the configured number, those that are listed, or all", () => {
    const managed = (list: string): boolean[] => {
      set({ ...GOOD, MANAGED_PHONE_NUMBER_IDS: list });
      const { manages } = configuration();
      return ["550000000000001", "550000000000002", "550000000000003", ""].map(manages);
    };
    assert.deepEqual(managed("").slice(0, 3), [true, false, false]);
    assert.deepEqual(managed(" 550000000000002 , ").slice(0, 3), [true, true, false]);
    assert.deepEqual(managed("*").slice(0, 3), [true, true, true]);
  });
});

describe("the database", () => {
  it("is the default one, or the one that is named", () => {
    assert.equal(firestoreDatabase(), "(default)");
    process.env["FIRESTORE_DATABASE"] = "whatsapp-eu";
    assert.equal(firestoreDatabase(), "whatsapp-eu");
  });

  for (const id of ["", "(other)", "Whatsapp", "eu", "a/b", "whatsapp-"]) {
    it(`is none that ${JSON.stringify(id)} could name`, () => {
      process.env["FIRESTORE_DATABASE"] = id;
      assert.throws(firestoreDatabase, /FIRESTORE_DATABASE/);
    });
  }
});

for (const [whose, claim, param, standard] of [
  ["operators", operatorClaim, "OPERATOR_CLAIM", "whatsappOperator"],
  ["customers' members", customersClaim, "CUSTOMERS_CLAIM", "whatsappCustomers"],
] as const) {
  describe(`the claim of ${whose}`, () => {
    it(`is ${standard}, or the one that is named`, () => {
      assert.equal(claim(), standard);
      process.env[param] = "numbers_admin";
      assert.equal(claim(), "numbers_admin");
    });

    for (const name of ["", "email_verified", "sub", "whatsapp operator", "roles.admin", "1st"]) {
      it(`is never ${JSON.stringify(name)}`, () => {
        process.env[param] = name;
        assert.throws(claim, new RegExp(param));
      });
    }
  });
}

describe("what Meta is told of the webhook", () => {
  it("is the address that follows from project and region, and in the emulators from where they serve", () => {
    assert.deepEqual(webhookWiring("127.0.0.1:5001"), {
      callbackUrl: "https://us-central1-some-project.cloudfunctions.net/metaWebhook",
      verifyToken: "invented0word",
      mayOverride: false,
    });
    set({ ...GOOD, FUNCTIONS_EMULATOR: "true" });
    assert.equal(
      webhookWiring("127.0.0.1:5001").callbackUrl,
      "http://127.0.0.1:5001/some-project/us-central1/metaWebhook",
    );
  });

  it("follows the region, and the group that the functions are exported in", () => {
    set({ ...GOOD, FUNCTIONS_REGION: "europe-west1", FUNCTION_TARGET: "whatsapp.connectWebhook" });
    const { callbackUrl } = webhookWiring("127.0.0.1:5001");
    assert.equal(callbackUrl, "https://europe-west1-some-project.cloudfunctions.net/whatsapp-metaWebhook");
  });

  it("is beside this function, wherever the Firebase CLI has put it, under whatever prefix or kit", () => {
    const service = "projects/some-project/locations/europe-west3/services/kit-one-connectWebhook";
    set({ ...GOOD, FUNCTION_TARGET: "connectWebhook", EVENTARC_CLOUD_EVENT_SOURCE: service });
    const { callbackUrl } = webhookWiring("127.0.0.1:5001");
    assert.equal(callbackUrl, "https://europe-west3-some-project.cloudfunctions.net/kit-one-metaWebhook");
  });

  it("is another address, or an override, where that is configured", () => {
    set({ ...GOOD, WEBHOOK_URL: "https://hooks.example.com/meta", WEBHOOK_OVERRIDE: "true" });
    const { callbackUrl, mayOverride } = webhookWiring("evil.example.com");
    assert.deepEqual([callbackUrl, mayOverride], ["https://hooks.example.com/meta", true]);
  });

  for (const url of ["http://hooks.example.com/", "https://hooks.example.com/?word=1", "https://a:b@x.example/", "x"]) {
    it(`is not ${url}`, () => {
      set({ ...GOOD, WEBHOOK_URL: url });
      assert.throws(() => webhookWiring("127.0.0.1:5001"), ConfigurationError);
    });
  }

  it("manages the configured account, or all", () => {
    assert.deepEqual(["777000000000001", "777000000000002"].map(configuration().managesAccount), [true, false]);
    set({ ...GOOD, MANAGED_PHONE_NUMBER_IDS: "*" });
    assert.equal(configuration().managesAccount("777000000000002"), true);
  });
});
