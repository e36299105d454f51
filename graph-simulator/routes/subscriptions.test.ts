import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, describe, test } from "node:test";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests } from "../testing/ask.ts";

const ID = "550000000000001";
const WABA = "777000000000001";
const APP = "888000000000001";
const AS_APP = `${APP}|simulator-app-secret`;
const WORD = "invented0word";
const FIELDS = "messages,account_update";

/** A callback that knows the word, and counts what is posted to each path. `/wrong` answers another challenge. */
async function callback(): Promise<{ url: string; posts: string[] }> {
  const posts: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://callback.invalid");
    request.resume();
    if (request.method === "POST") {
      posts.push(url.pathname);
      response.end();
      return;
    }
    const known = url.searchParams.get("hub.verify_token") === WORD;
    response.statusCode = known ? 200 : 403;
    response.end(url.pathname === "/wrong" ? "something else" : url.searchParams.get("hub.challenge"));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posts };
}

describe("webhook subscriptions", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  const { url, posts } = await callback();
  afterEach(() => {
    state.reset();
    state.webhooks.aim(null);
    posts.length = 0;
  });

  const app = (method: string, body?: object, token = AS_APP): Promise<Asked> =>
    ask(simulator, method, `${APP}/subscriptions${method === "DELETE" ? "?object=whatsapp_business_account" : ""}`, {
      token,
      ...(body === undefined ? {} : { body }),
    });
  const wanted = {
    object: "whatsapp_business_account",
    callback_url: `${url}/app`,
    verify_token: WORD,
    fields: FIELDS,
  };
  const override = (path: string, word = WORD): Promise<Asked> =>
    ask(simulator, "POST", `${WABA}/subscribed_apps`, {
      body: { override_callback_uri: `${url}${path}`, verify_token: word },
    });
  const listed = async (): Promise<unknown> => fieldsIn(await ask(simulator, "GET", `${WABA}/subscribed_apps`))["data"];
  const addresses = async (): Promise<unknown> =>
    fieldsIn(await ask(simulator, "GET", `${ID}?fields=webhook_configuration`))["webhook_configuration"];

  test("of the app: read, replaced and deleted by the app itself alone", async () => {
    assert.equal(codeIn(await app("GET", undefined, "SIMULATOR-SYSTEM-USER-TOKEN")), "15");
    assert.equal(codeIn(await app("POST", wanted, "SIMULATOR-SYSTEM-USER-TOKEN")), "15");
    assert.deepEqual((await app("POST", wanted)).body, { success: true });
    assert.deepEqual(fieldsIn(await app("GET"))["data"], [
      {
        object: "whatsapp_business_account",
        callback_url: `${url}/app`,
        active: true,
        fields: [
          { name: "messages", version: "v25.0" },
          { name: "account_update", version: "v25.0" },
        ],
      },
    ]);
    assert.deepEqual(await addresses(), { application: `${url}/app` });
    await app("POST", { ...wanted, fields: ["messages"] });
    assert.partialDeepStrictEqual(fieldsIn(await app("GET"))["data"], [{ fields: [{ name: "messages" }] }]);
    assert.deepEqual((await app("DELETE")).body, { success: true });
    assert.deepEqual(fieldsIn(await app("GET"))["data"], []);
    assert.equal(codeIn(await app("POST", { ...wanted, fields: undefined })), "100");
    assert.equal(codeIn(await ask(simulator, "GET", "888000000000002/subscriptions", { token: AS_APP })), "100/33");
  });

  test("an address that fails the handshake changes nothing", async () => {
    const complaint = async (change: object): Promise<string> =>
      errorIn(await app("POST", { ...wanted, ...change })).message;
    assert.match(
      await complaint({ verify_token: "other" }),
      /^\(#2200\) .* HTTP Status Code = 403; HTTP Message = Forbidden$/,
    );
    assert.match(await complaint({ callback_url: `${url}/wrong` }), /Response does not match challenge$/);
    assert.match(await complaint({ callback_url: "http://127.0.0.1:9/" }), /curl_errno = 7/);
    assert.match(await complaint({ callback_url: "ftp://x" }), /Invalid parameter/);
    assert.deepEqual(await addresses(), {});
  });

  test("of the account: an override after a plain one, which a plain one clears", async () => {
    assert.deepEqual((await override("/waba")).body, { success: true });
    assert.partialDeepStrictEqual(await listed(), [{ override_callback_uri: `${url}/waba` }]);
    assert.deepEqual(await addresses(), { whatsapp_business_account: `${url}/waba` });
    assert.deepEqual((await ask(simulator, "POST", `${WABA}/subscribed_apps`)).body, { success: true });
    assert.deepEqual(await addresses(), {});
    assert.equal(codeIn(await override("/waba", "other")), "2200");
    assert.equal(codeIn(await override(`/${"x".repeat(200)}`)), "100");
    await ask(simulator, "DELETE", `${WABA}/subscribed_apps`);
    assert.deepEqual(await listed(), []);
    assert.match(errorIn(await override("/waba")).message, /^\(#100\) Before override the current callback uri/);
    await ask(simulator, "POST", `${WABA}/subscribed_apps`);
    await app("POST", { ...wanted, fields: "account_update" });
    assert.match(errorIn(await override("/waba")).message, /must be subscribed to receive messages/);
  });

  test("of the number: an override, which an empty address deletes", async () => {
    const configure = (configuration: object): Promise<Asked> =>
      ask(simulator, "POST", ID, { body: { webhook_configuration: configuration } });
    assert.deepEqual((await configure({ override_callback_uri: `${url}/number`, verify_token: WORD })).body, {
      success: true,
    });
    assert.deepEqual(await addresses(), { phone_number: `${url}/number` });
    assert.equal(codeIn(await configure({ override_callback_uri: `${url}/number`, verify_token: "other" })), "2200");
    await configure({ override_callback_uri: "" });
    assert.deepEqual(await addresses(), {});
    assert.equal(codeIn(await configure({ shoes: 1 })), "100");
  });

  test("events go to number, account or app, in this order, and what an override does not carry to the app", async () => {
    await app("POST", { ...wanted, fields: "messages,phone_number_name_update" });
    state.webhooks.aim({ ...(state.webhooks.target() ?? assert.fail()), statusDelaysMs: [0, 0, 0] });
    await register(simulator, ID);
    const sent = async (): Promise<string[]> => {
      posts.length = 0;
      const template = { name: "account_ready", language: { code: "en_US" } };
      const body = { messaging_product: "whatsapp", to: "15550001111", type: "template", template };
      await ask(simulator, "POST", `${ID}/messages`, { body });
      await state.webhooks.idle();
      return [...new Set(posts)];
    };
    assert.deepEqual(await sent(), ["/app"]);
    await override("/waba");
    assert.deepEqual(await sent(), ["/waba"]);
    state.patchNumber(ID, { callbackOverride: `${url}/number` });
    assert.deepEqual(await sent(), ["/number"]);
    posts.length = 0;
    state.patchNumber(ID, { nameStatus: "DECLINED" });
    state.patchNumber(ID, { qualityRating: "RED" });
    await state.webhooks.idle();
    assert.deepEqual(posts, ["/app"], "and the quality, a field that is not subscribed to, nowhere");
    await app("DELETE");
    assert.deepEqual(await sent(), []);
  });
});
