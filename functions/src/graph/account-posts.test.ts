import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { WABA } from "../testing/fixtures.ts";
import { body, graphServer, hang, json, type GraphServer } from "../testing/graph-server.ts";
import { metaGraph } from "./meta-graph.ts";

const TOKEN = "EAAinventedSystemUserToken000003";
const APP_SECRET = "0123456789abcdef0123456789abcdef";
const APP = "888000000000001";
const WORD = "invented0word";
const URL_OF_OURS = "https://us-central1-some-project.cloudfunctions.net/metaWebhook";
const PLENTY_MS = 5000;

let server: GraphServer;
before(async () => {
  server = await graphServer(hang);
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.received.length = 0;
});

const graph = (appSecret = APP_SECRET) =>
  metaGraph({ baseUrl: server.origin, version: "v25.0", token: TOKEN, appSecret });
const sent = () => server.received[0] ?? assert.fail("nothing was sent");

describe("adding a number at Meta", () => {
  const ask = { wabaId: WABA, countryCode: "49", phoneNumber: "15112345678", verifiedName: "A shop", migrate: false };

  it("sends country code, number and name, and no name where a number is moved", async () => {
    server.behaviour = json(200, { id: "550000000000777" });
    assert.deepEqual(await graph().addNumber(ask, PLENTY_MS), { kind: "accepted", phoneNumberId: "550000000000777" });
    assert.deepEqual(
      [sent().method, sent().path, JSON.parse(sent().body)],
      ["POST", `/v25.0/${WABA}/phone_numbers`, { cc: "49", phone_number: "15112345678", verified_name: "A shop" }],
    );
    server.received.length = 0;
    await graph().addNumber({ ...ask, verifiedName: null, migrate: true }, PLENTY_MS);
    assert.deepEqual(JSON.parse(sent().body), { cc: "49", phone_number: "15112345678", migrate_phone_number: true });
  });

  for (const answer of ['{"id":"+49 151"}', '{"success":true}', '{"id":123456789012345678901}', "[]", '{"id":null}']) {
    it(`cannot read ${answer}: then the number may be there`, async () => {
      server.behaviour = body(200, "application/json", answer);
      assert.equal((await graph().addNumber(ask, PLENTY_MS)).kind, "unreadable");
    });
  }
});

describe("an app's subscription", () => {
  const entry = {
    object: "whatsapp_business_account",
    callback_url: `${URL_OF_OURS}?secret=1`,
    active: true,
    fields: [{ name: "messages", version: "v25.0" }, { name: "security", version: "v25.0" }, 7],
  };

  it("is read as the app itself, without the address's query, and other objects are no concern", async () => {
    server.behaviour = json(200, { data: [{ object: "page", callback_url: "https://x.example", fields: [] }, entry] });
    assert.deepEqual(await graph().appSubscription(APP, PLENTY_MS), {
      ok: true,
      value: { callbackUrl: URL_OF_OURS, active: true, fields: ["messages", "security"] },
    });
    assert.equal(sent().path, `/v25.0/${APP}/subscriptions`);
    assert.equal(sent().headers.authorization, `Bearer ${APP}|${APP_SECRET}`);
    assert.deepEqual(sent().query, {}, "an app's token carries no proof");
  });

  it("is none where the app has none, and unreadable where the answer is none", async () => {
    server.behaviour = json(200, { data: [] });
    assert.deepEqual(await graph().appSubscription(APP, PLENTY_MS), { ok: true, value: null });
    server.behaviour = json(200, { data: [7] });
    assert.equal((await graph().appSubscription(APP, PLENTY_MS)).ok, false);
  });

  it("is set with its whole list, as the app, and neither word nor secret comes back in Meta's texts", async () => {
    const message = `(#2200) Callback verification failed: ${WORD} ${APP_SECRET} ${TOKEN}`;
    server.behaviour = json(400, { error: { code: 2200, message } });
    const ask = { appId: APP, url: URL_OF_OURS, verifyToken: WORD, fields: ["messages", "security"] };
    const reply = await graph().subscribeWebhook(ask, PLENTY_MS);
    assert.deepEqual(JSON.parse(sent().body), {
      object: "whatsapp_business_account",
      callback_url: URL_OF_OURS,
      verify_token: WORD,
      fields: "messages,security",
      include_values: true,
    });
    assert.equal(sent().headers.authorization, `Bearer ${APP}|${APP_SECRET}`);
    for (const secret of [WORD, APP_SECRET, TOKEN]) assert.ok(!JSON.stringify(reply).includes(secret));
  });

  it("is neither read nor set without the app's secret", async () => {
    const without = graph("");
    assert.equal((await without.appSubscription(APP, PLENTY_MS)).ok, false);
    const ask = { appId: APP, url: URL_OF_OURS, verifyToken: WORD, fields: [] };
    assert.equal((await without.subscribeWebhook(ask, PLENTY_MS)).kind, "not_sent");
    assert.equal(server.received.length, 0);
  });
});

describe("an account's subscription", () => {
  it("is plain without a body, and an override with address and word", async () => {
    server.behaviour = json(200, { success: true });
    await graph().subscribeApp({ wabaId: WABA, override: null }, PLENTY_MS);
    assert.deepEqual([sent().path, JSON.parse(sent().body)], [`/v25.0/${WABA}/subscribed_apps`, {}]);
    server.received.length = 0;
    await graph().subscribeApp({ wabaId: WABA, override: { url: URL_OF_OURS, verifyToken: WORD } }, PLENTY_MS);
    assert.deepEqual(JSON.parse(sent().body), { override_callback_uri: URL_OF_OURS, verify_token: WORD });
  });

  it("lists the apps with and without their wrapper, and where their events go instead", async () => {
    const data = [
      { whatsapp_business_api_data: { id: "1", name: "A", link: "x" }, override_callback_uri: `${URL_OF_OURS}?s=1` },
      { whatsapp_business_api_data: { id: "2", name: "B" } },
      { id: "3", name: "C", override_callback_uri: URL_OF_OURS },
    ];
    server.behaviour = json(200, { data });
    const read = await graph().subscribedApps(WABA, PLENTY_MS);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ id, override }) => [id, override]),
      [
        ["1", URL_OF_OURS],
        ["2", null],
        ["3", URL_OF_OURS],
      ],
    );
  });
});

describe("single fields of an account", () => {
  it("tell of a payment method by being there, and of the messaging limit", async () => {
    server.behaviour = json(200, { id: WABA, primary_funding_id: "1" });
    assert.deepEqual(await graph().hasPaymentMethod(WABA, PLENTY_MS), { ok: true, value: true });
    server.behaviour = json(200, { id: WABA });
    assert.deepEqual(await graph().hasPaymentMethod(WABA, PLENTY_MS), { ok: true, value: false });
    assert.equal((await graph().messagingLimit(WABA, PLENTY_MS)).ok, false);
    server.behaviour = json(200, { id: WABA, whatsapp_business_manager_messaging_limit: "TIER_2K" });
    assert.deepEqual(await graph().messagingLimit(WABA, PLENTY_MS), { ok: true, value: "TIER_2K" });
  });
});
