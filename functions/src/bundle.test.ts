import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { deflateRawSync } from "node:zlib";
import * as z from "zod";
import { bundled, type Bundled } from "./testing/bundled.ts";
import { inProduction } from "./testing/in-production.ts";
import { manifestOf } from "./testing/manifest.ts";

const MB = 1_000_000;
const FIRESTORE = /^\/\/ .*node_modules\/@google-cloud\/firestore\//m;
const AXIOS = /^\/\/ .*node_modules\/axios\//m;
/** A part of what every callable answers. */
const ANSWERS = /^\/\/ src\/contract\/failure\.ts$/m;
const AUTH = /^\/\/ .*node_modules\/firebase-admin\/lib\/auth\//m;

const Params = z.looseObject({ params: z.array(z.looseObject({ name: z.string() })) });

/** A manifest with its params in the order of their names. */
function byName(manifest: unknown): object {
  const read = Params.parse(manifest);
  return { ...read, params: read.params.toSorted((a, b) => a.name.localeCompare(b.name)) };
}

describe("the bundle that is deployed", () => {
  let bundle: Bundled;
  before(async () => {
    bundle = await bundled();
  });
  after(() => bundle[Symbol.asyncDispose]());

  const only = (part: string): string => {
    const found = bundle.files.filter((file) => file.startsWith(`${part}-`));
    assert.equal(found.length, 1, `one file of ${part}`);
    return found[0] ?? "";
  };

  it("starts without the SDKs that only a call needs: a handler that imports an adapter itself makes every cold start wait", async () => {
    const start = await bundle.startOf("index.js");
    assert.match(start, AUTH, "what the framework itself loads is seen");
    assert.doesNotMatch(start, FIRESTORE);
    assert.doesNotMatch(start, AXIOS);
  });

  it("starts without the schemas of what calls are sent: a function makes those that its own calls need, and no refused call does", async () => {
    assert.doesNotMatch(await bundle.startOf("index.js"), ANSWERS);
    const schemas = await bundle.startOf(only("register-phone-number"));
    assert.match(schemas, ANSWERS, "such schemas are seen");
    assert.doesNotMatch(schemas, /^\/\/ src\/contract\/connect-account\.ts$/m);
  });

  it("has the SDKs where a call needs them, and nothing of Graph's client where the webhook is", async () => {
    const [call, webhook] = await Promise.all([
      bundle.startOf(only("composition")),
      bundle.startOf(only("webhook-composition")),
    ]);
    for (const sdk of [FIRESTORE, AXIOS]) assert.match(call, sdk);
    assert.match(webhook, FIRESTORE);
    assert.doesNotMatch(webhook, AXIOS);
  });

  it("leaves zod's languages out: `import { z }` anywhere takes them all in, `import * as z` does not", async () => {
    const texts = await Promise.all(bundle.files.map((file) => bundle.text(file)));
    assert.ok(
      texts.some((text) => /^\/\/ .*node_modules\/zod\/v4\/core\//m.test(text)),
      "zod is seen",
    );
    assert.ok(!texts.some((text) => /^\/\/ .*node_modules\/zod\/v4\/locales\/fr\./m.test(text)));
  });

  it("grows no larger unnoticed", async () => {
    const start = (await bundle.startOf("index.js")).length;
    const texts = await Promise.all(bundle.files.map((file) => bundle.text(file)));
    const packed = texts.reduce((sum, text) => sum + deflateRawSync(text).length, 0);
    assert.ok(start < 2.2 * MB, `${start} bytes are loaded before an instance listens`);
    assert.ok(packed < 2.5 * MB, `${packed} bytes are uploaded`);
  });

  it("keeps the names of functions and files, for stack traces", async () => {
    const start = await bundle.startOf("index.js");
    assert.match(start, /^\/\/ src\/app\/attempt\.ts$/m);
    assert.match(start, /^async function judgeByReading\(/m);
  });

  it("tells the Firebase CLI what the sources tell it", async () => {
    const sources = new URL("index.ts", import.meta.url).href;
    // In what order params are asked for depends on the order in which modules are evaluated.
    assert.deepEqual(byName(await manifestOf(bundle.index)), byName(await manifestOf(sources)));
  });

  for (const [name, status] of [
    ["registerPhoneNumber", 401],
    ["metaWebhook", 401],
  ] as const) {
    it(`serves ${name} in production`, async () => {
      const production = await inProduction(name, {}, bundle.index);
      assert.ok(production.url !== null, production.output());
      const headers = { "content-type": "application/json" };
      const response = await fetch(production.url, { method: "POST", headers, body: '{"data":{"pin":"123456"}}' });
      await production.stop();
      assert.equal(response.status, status);
    });
  }
});
