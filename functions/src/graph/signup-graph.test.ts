import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { inspect } from "node:util";
import { AccessToken } from "../domain/access-token.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { WABA } from "../testing/fixtures.ts";
import { body, graphServer, hang, json, type GraphServer } from "../testing/graph-server.ts";
import { metaGraph } from "./meta-graph.ts";
import { signupGraph } from "./signup-graph.ts";

const TEXT = "EAAinventedBusinessToken000000000000000000000001";
const CODE = "AQinventedCode-000000000000000000000001";
const [APP, APP_SECRET] = ["888000000000001", "0123456789abcdef0123456789abcdef"];
const PLENTY_MS = 5000;

let server: GraphServer;
before(async () => {
  server = await graphServer(hang);
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.received.length = 0;
});

const graph = (baseUrl = server.origin) =>
  signupGraph({ baseUrl, version: "v25.0", appId: APP, appSecret: APP_SECRET }, (token) => token.reveal());
const exchange = (deadlineMs = PLENTY_MS) => graph().exchangeCode(new SignupCode(CODE), deadlineMs);
const sent = () => server.received[0] ?? assert.fail("nothing was sent");
const error = (rest: object) =>
  json(400, { error: { type: "OAuthException", code: 100, message: "Something", ...rest } });

describe("the exchange of a code", () => {
  it("goes to one address, as the app, without token and redirect_uri", async () => {
    server.behaviour = json(200, { access_token: TEXT, token_type: "bearer", expires_in: 5_183_944 });
    const reply = await exchange();
    assert.ok(reply.kind === "accepted" && reply.token.reveal() === TEXT);
    const { method, path, query, headers } = sent();
    assert.deepEqual([method, path], ["GET", "/v25.0/oauth/access_token"]);
    assert.deepEqual(query, { client_id: APP, client_secret: APP_SECRET, code: CODE });
    assert.equal(headers.authorization, undefined);
    assert.ok(!inspect(reply, { showHidden: true }).includes(TEXT));
  });

  it("reads the bare token that the guide prints", async () => {
    server.behaviour = json(200, TEXT);
    const reply = await exchange();
    assert.ok(reply.kind === "accepted" && reply.token.reveal() === TEXT);
  });

  it("passes a refusal on without code and secret, which Meta may repeat", async () => {
    server.behaviour = error({ error_subcode: 36009, message: `The code ${CODE} of ${APP_SECRET} was used.` });
    const reply = await exchange();
    assert.ok(reply.kind === "refused");
    assert.deepEqual([reply.error.code, reply.error.subcode], [100, 36009]);
    assert.equal(reply.error.message, "The code [hidden] of [hidden] was used.");
  });

  for (const answer of ["{}", '{"access_token":""}', '{"access_token":"two words"}', '""', "[]", "<html>"]) {
    it(`cannot read ${answer}: then the code may be used up`, async () => {
      server.behaviour = body(200, "application/json", answer);
      assert.equal((await exchange()).kind, "unreadable");
    });
  }

  it("is sent once where the answer never comes, and was not sent where the connection never stood", async () => {
    server.behaviour = hang;
    assert.equal((await exchange(200)).kind, "unreadable");
    assert.equal(server.received.length, 1);
    const closed = await graph("http://127.0.0.1:9").exchangeCode(new SignupCode(CODE), PLENTY_MS);
    assert.equal(closed.kind, "not_sent");
  });
});

describe("a customer's token", () => {
  it("is inspected by the app, whose own token goes into the header", async () => {
    server.behaviour = json(200, { data: { app_id: APP, is_valid: true, scopes: [], expires_at: 0 } });
    const read = await graph().inspectToken(new AccessToken(TEXT), PLENTY_MS);
    assert.ok(read.ok && read.value.appId === APP && read.value.isValid);
    assert.deepEqual(sent().query, { input_token: TEXT });
    assert.equal(sent().headers.authorization, `Bearer ${APP}|${APP_SECRET}`);
  });

  it("is not repeated in an error, which another app's token brings", async () => {
    server.behaviour = error({ message: `(#100) The App_id in the input_token ${TEXT} did not match the Viewing App` });
    const read = await graph().inspectToken(new AccessToken(TEXT), PLENTY_MS);
    assert.ok(!read.ok && read.failure.kind === "refused");
    assert.ok(!JSON.stringify(read).includes(TEXT));
  });

  it("asks with a proof of its own", async () => {
    server.behaviour = json(200, { owner_business_info: { name: "Invented Shop", id: "666000000000001" }, id: WABA });
    const proofs = [];
    for (const token of [TEXT, `${TEXT}2`]) {
      server.received.length = 0;
      const asking = metaGraph({ baseUrl: server.origin, version: "v25.0", token, appSecret: APP_SECRET });
      assert.deepEqual(await asking.ownerOf(WABA, PLENTY_MS), { ok: true, value: "666000000000001" });
      assert.equal(sent().headers.authorization, `Bearer ${token}`);
      proofs.push(sent().query["appsecret_proof"]);
    }
    assert.equal(new Set(proofs).size, 2);
    assert.ok(proofs.every((proof) => /^[0-9a-f]{64}$/.test(proof ?? "")));
  });

  it("is its owner's to know of, where Meta says who that is", async () => {
    server.behaviour = json(200, { id: WABA });
    const asking = metaGraph({ baseUrl: server.origin, version: "v25.0", token: TEXT, appSecret: "" });
    assert.deepEqual(await asking.ownerOf(WABA, PLENTY_MS), { ok: true, value: null });
  });
});
