import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Read } from "../app/ports.ts";
import { NUMBER, WABA } from "../testing/fixtures.ts";
import { body, graphServer, hang, json, reset, type Behaviour, type GraphServer } from "../testing/graph-server.ts";
import { metaGraph } from "./meta-graph.ts";

const TOKEN = "EAAinventedSystemUserToken000002";
const APP_SECRET = "0123456789abcdef0123456789abcdef";
const BUSINESS = "666000000000001";
const PLENTY_MS = 5000;
const REFUSED = { error: { code: 100, message: "(#100) Tried accessing nonexisting field (x)" } };

let server: GraphServer;
before(async () => {
  server = await graphServer(hang);
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.received.length = 0;
});

const graph = () => metaGraph({ baseUrl: server.origin, version: "v25.0", token: TOKEN, appSecret: APP_SECRET });
type Graph = ReturnType<typeof graph>;

const valueOf = <Value>(read: Read<Value>): Value => (read.ok ? read.value : assert.fail(JSON.stringify(read.failure)));

/** Every read that only a diagnosis makes, what Meta answers, and what is made of it. */
const READS: readonly {
  readonly name: string;
  readonly make: (from: Graph, deadlineMs: number) => Promise<Read<unknown>>;
  readonly asks: readonly [path: string, query: Record<string, string>];
  readonly answer: unknown;
  readonly value: unknown;
  /** Answers of the right status that say nothing usable. */
  readonly unusable: readonly unknown[];
}[] = [
  {
    name: "permissions",
    make: (from, ms) => from.permissions(ms),
    asks: ["/v25.0/me/permissions", {}],
    answer: {
      data: [
        { permission: "a", status: "granted" },
        { permission: "c", status: 7 },
        { permission: "b", status: "declined" },
      ],
    },
    value: [
      { permission: "a", status: "granted" },
      { permission: "b", status: "declined" },
    ],
    unusable: [{}, { data: [{ permission: "a" }] }, []],
  },
  {
    name: "assignedUsers",
    make: (from, ms) => from.assignedUsers(WABA, BUSINESS, ms),
    asks: [`/v25.0/${WABA}/assigned_users`, { business: BUSINESS, fields: "id,tasks", limit: "100" }],
    answer: {
      data: [{ id: "1", name: "A", tasks: ["MANAGE"] }, { id: "2" }, { name: "no id" }, { id: "3", tasks: "odd" }],
    },
    value: [
      { id: "1", tasks: ["MANAGE"] },
      { id: "2", tasks: null },
      { id: "3", tasks: null },
    ],
    unusable: [{}, { data: [{ tasks: [] }] }],
  },
  {
    name: "readWaba",
    make: (from, ms) => from.readWaba(WABA, ms),
    asks: [
      `/v25.0/${WABA}`,
      {
        fields: "id,name,message_template_namespace,account_review_status,business_verification_status,ownership_type",
      },
    ],
    answer: { id: WABA, name: "Invented", account_review_status: "APPROVED", ownership_type: 7 },
    value: { name: "Invented", reviewStatus: "APPROVED", businessVerificationStatus: null, ownershipType: null },
    unusable: [{}, { id: "777000000000009", name: "Another" }],
  },
  {
    name: "subscribedApps",
    make: (from, ms) => from.subscribedApps(WABA, ms),
    asks: [`/v25.0/${WABA}/subscribed_apps`, {}],
    answer: {
      data: [
        { whatsapp_business_api_data: { id: "5", name: "Ours", link: "x" } },
        { whatsapp_business_api_data: { name: "no id" } },
        null,
        { whatsapp_business_api_data: { id: "6" } },
      ],
    },
    value: [
      { id: "5", name: "Ours", override: null },
      { id: "6", name: null, override: null },
    ],
    unusable: [{}, { data: [{ name: "An app" }] }],
  },
  {
    name: "pinEnabled",
    make: (from, ms) => from.pinEnabled(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "is_pin_enabled" }],
    answer: { is_pin_enabled: true, id: NUMBER },
    value: true,
    unusable: [{ id: NUMBER }, { is_pin_enabled: "yes" }],
  },
  {
    name: "accountMode",
    make: (from, ms) => from.accountMode(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "account_mode" }],
    answer: { account_mode: "SANDBOX", id: NUMBER },
    value: "SANDBOX",
    unusable: [{}, { account_mode: "" }],
  },
  {
    name: "throughputLevel",
    make: (from, ms) => from.throughputLevel(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "throughput" }],
    answer: { throughput: { level: "HIGH" } },
    value: "HIGH",
    unusable: [{}, { throughput: "HIGH" }],
  },
  {
    name: "messagingHealth",
    make: (from, ms) => from.messagingHealth(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "health_status" }],
    answer: {
      health_status: {
        can_send_message: "BLOCKED",
        entities: [
          { entity_type: "PHONE_NUMBER", can_send_message: "LIMITED", additional_info: ["Name not approved.", null] },
          { entity_type: 7, can_send_message: "BLOCKED" },
          "MESSAGE_TEMPLATE",
          {
            entity_type: "BUSINESS",
            can_send_message: "BLOCKED",
            errors: [{ error_code: 141_006, error_description: "No payment.", possible_solution: "Add one." }, {}],
          },
          { entity_type: "APP" },
        ],
      },
    },
    value: {
      canSendMessage: "BLOCKED",
      entities: [
        {
          type: "PHONE_NUMBER",
          canSendMessage: "LIMITED",
          problems: ["Name not approved."],
          codes: [],
          notes: ["Name not approved."],
        },
        {
          type: "BUSINESS",
          canSendMessage: "BLOCKED",
          problems: ["No payment. Add one."],
          codes: [141_006, null],
          notes: [],
        },
        { type: "APP", canSendMessage: null, problems: [], codes: [], notes: [] },
      ],
    },
    unusable: [{}, { health_status: "BLOCKED" }],
  },
  {
    name: "hasPaymentMethod",
    make: (from, ms) => from.hasPaymentMethod(WABA, ms),
    asks: [`/v25.0/${WABA}`, { fields: "primary_funding_id" }],
    answer: { id: WABA, primary_funding_id: 222_000_000_000_099 },
    value: true,
    unusable: [{}, { id: "777000000000009" }, { id: WABA, primary_funding_id: null }],
  },
  {
    name: "messagingLimit",
    make: (from, ms) => from.messagingLimit(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "whatsapp_business_manager_messaging_limit" }],
    answer: { whatsapp_business_manager_messaging_limit: "TIER_250", id: NUMBER },
    value: "TIER_250",
    unusable: [{ id: NUMBER }],
  },
  {
    name: "templates",
    make: (from, ms) => from.templates(WABA, { status: "approved" }, ms),
    asks: [
      `/v25.0/${WABA}/message_templates`,
      { fields: "name,status,category,language,components", status: "approved", limit: "50" },
    ],
    answer: {
      data: [
        {
          name: "ready",
          language: "en_US",
          status: "approved",
          category: "utility",
          components: [
            { type: "body", text: "It is ready." },
            { type: "BUTTONS", buttons: [{ type: "URL", text: "Open", url: "https://shop.example.com/" }] },
          ],
        },
        { name: "odd", language: "en_US", status: "APPROVED", components: [{ type: "BODY", text: { odd: true } }] },
        { name: "older", language: "de", status: "APPROVED" },
      ],
    },
    value: [
      {
        name: "ready",
        language: "en_US",
        status: "APPROVED",
        category: "UTILITY",
        components: [
          { type: "BODY", format: null, text: "It is ready.", buttons: [] },
          { type: "BUTTONS", format: null, text: null, buttons: [{ type: "URL", url: "https://shop.example.com/" }] },
        ],
      },
    ],
    unusable: [{}, { data: [{ name: "odd" }] }],
  },
  {
    name: "webhookAddresses",
    make: (from, ms) => from.webhookAddresses(NUMBER, ms),
    asks: [`/v25.0/${NUMBER}`, { fields: "webhook_configuration" }],
    answer: {
      webhook_configuration: {
        phone_number: "https://user:hidden@number.example.com/hook?secret=hidden#hidden",
        application: "not an address",
      },
    },
    value: { phoneNumber: "https://number.example.com/hook", waba: null, application: null },
    unusable: [{ webhook_configuration: "https://x.example.com" }],
  },
];

describe("the reads of a diagnosis", () => {
  for (const { name, make, asks, answer, value, unusable } of READS) {
    it(`${name} asks for one thing, and makes of it what is known`, async () => {
      server.behaviour = json(200, answer);
      assert.deepEqual(valueOf(await make(graph(), PLENTY_MS)), value);
      const [request] = server.received;
      const { appsecret_proof: proof, ...query } = request?.query ?? {};
      assert.deepEqual([request?.method, request?.path, query], ["GET", ...asks]);
      assert.equal(proof, createHmac("sha256", APP_SECRET).update(TOKEN).digest("hex"));
      assert.ok(!(request?.query ? JSON.stringify(request.query) : "").includes(TOKEN), "the token is in the URL");
    });

    it(`${name} says why it yielded nothing`, async () => {
      const kindOf = async (behaviour: Behaviour, deadlineMs = PLENTY_MS): Promise<string> => {
        server.behaviour = behaviour;
        const read = await make(graph(), deadlineMs);
        return read.ok ? "ok" : read.failure.kind;
      };
      assert.equal(await kindOf(json(400, REFUSED)), "refused");
      assert.equal(await kindOf(hang, 50), "timeout");
      assert.equal(await kindOf(reset), "unreadable");
      assert.equal(await kindOf(body(200, "text/html", "<html>")), "unreadable");
      for (const odd of unusable) assert.equal(await kindOf(json(200, odd)), "unreadable", JSON.stringify(odd));
    });
  }

  it("an account without a payment method has none", async () => {
    server.behaviour = json(200, { id: WABA });
    assert.equal(valueOf(await graph().hasPaymentMethod(WABA, PLENTY_MS)), false);
  });

  it("an account without a webhook address has none", async () => {
    server.behaviour = json(200, { id: NUMBER });
    const none = { phoneNumber: null, waba: null, application: null };
    assert.deepEqual(valueOf(await graph().webhookAddresses(NUMBER, PLENTY_MS)), none);
  });

  it("an account is read without the fields that are forbidden", async () => {
    server.behaviour = (response, request, raw) => {
      const wide = request.query["fields"]?.includes("ownership_type") === true;
      const behave = wide ? json(400, REFUSED) : json(200, { id: WABA, name: "Invented" });
      return behave(response, request, raw);
    };
    assert.equal(valueOf(await graph().readWaba(WABA, PLENTY_MS)).name, "Invented");
    assert.equal(server.received[1]?.query["fields"], "id,name,message_template_namespace");
  });

  it("an account that the token may not see is asked for once", async () => {
    server.behaviour = json(400, { error: { code: 100, error_subcode: 33, message: "Unsupported get request." } });
    assert.equal((await graph().readWaba(WABA, PLENTY_MS)).ok, false);
    assert.equal(server.received.length, 1);
  });

  it("assigned users are read page by page, without following the link that holds the token", async () => {
    server.behaviour = (response, request, raw) => {
      const next = `${server.origin}/elsewhere?access_token=${TOKEN}`;
      const page =
        request.query["after"] === "A"
          ? { data: [{ id: "2", tasks: [] }], paging: { cursors: { after: "B" } } }
          : { data: [{ id: "1", tasks: [] }], paging: { cursors: { after: "A" }, next } };
      return json(200, page)(response, request, raw);
    };
    const users = valueOf(await graph().assignedUsers(WABA, BUSINESS, PLENTY_MS));
    assert.deepEqual(
      users.map((user) => user.id),
      ["1", "2"],
    );
    assert.deepEqual(
      server.received.map((request) => request.path),
      server.received.map(() => `/v25.0/${WABA}/assigned_users`),
    );
  });

  it("a list that never ends is given up", async () => {
    const paging = { cursors: { after: "A" }, next: "https://graph.example.com/" };
    server.behaviour = json(200, { data: [], paging });
    const read = await graph().assignedUsers(WABA, BUSINESS, PLENTY_MS);
    assert.deepEqual([read.ok, server.received.length], [false, 20]);
  });
});

describe("reaching Graph", () => {
  const reach = async (behaviour: Behaviour, deadlineMs = PLENTY_MS) => {
    server.behaviour = behaviour;
    return graph().reach(deadlineMs);
  };

  it("tells which version served the call", async () => {
    const answer = json(200, { id: "122" }, { "facebook-api-version": "v24.0" });
    assert.deepEqual(valueOf(await reach(answer)), { servedVersion: "v24.0", refusal: null });
    assert.deepEqual(valueOf(await reach(json(200, { id: "122" }))), { servedVersion: null, refusal: null });
    assert.equal(server.received[0]?.path, "/v25.0/me");
  });

  it("counts a refusal as an answer, and hides the token in it", async () => {
    const { refusal } = valueOf(await reach(json(401, { error: { code: 190, message: `Bad token ${TOKEN}` } })));
    assert.deepEqual([refusal?.code, refusal?.message], [190, "Bad token [hidden]"]);
  });

  it("is not fooled by what is not Graph's", async () => {
    for (const odd of [json(200, { status: "ok" }), body(200, "text/html", "<html>"), reset]) {
      const read = await reach(odd);
      assert.equal(read.ok ? "ok" : read.failure.kind, "unreadable");
    }
    const late = await reach(hang, 50);
    assert.equal(late.ok ? "ok" : late.failure.kind, "timeout");
  });

  it("says that no connection could be made", async () => {
    const closed = metaGraph({ baseUrl: "http://127.0.0.1:9", version: "v25.0", token: TOKEN, appSecret: "" });
    const read = await closed.reach(PLENTY_MS);
    assert.deepEqual(read, { ok: false, failure: { kind: "unreachable", reason: "ECONNREFUSED" } });
  });
});

it("what Meta says of an invalid token is kept without the token", async () => {
  server.behaviour = json(200, { data: { is_valid: false, error: { message: `${TOKEN} has expired, ${TOKEN}` } } });
  const { error } = valueOf(await graph().inspectToken(PLENTY_MS));
  assert.equal(error, "[hidden] has expired, [hidden]");
});
