import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Read } from "../app/ports.ts";
import { NUMBER, WABA } from "../testing/fixtures.ts";
import {
  body,
  drip,
  flood,
  graphServer,
  hang,
  json,
  reset,
  resetInBody,
  type Behaviour,
  type GraphServer,
  type Received,
} from "../testing/graph-server.ts";
import { metaGraph } from "./meta-graph.ts";
import { readNumber } from "./read-number.ts";
import { graphReader } from "./reader.ts";
import { noneRefused, refusedTo } from "./refused-fields.ts";

const TOKEN = "EAAinventedSystemUserToken000001";
const APP_SECRET = "0123456789abcdef0123456789abcdef";
const PLENTY_MS = 5000;
const NODE = {
  id: NUMBER,
  status: "PENDING",
  code_verification_status: "VERIFIED",
  name_status: "APPROVED",
  new_name_status: "PENDING_REVIEW",
  quality_rating: "UNKNOWN",
  platform_type: "NOT_APPLICABLE",
  display_phone_number: "+1 555-000-0001",
  verified_name: "Invented Ltd",
};
const FIELD_UNKNOWN = { error: { code: 100, message: "(#100) Tried accessing nonexisting field" } };

let graph: GraphServer;
before(async () => {
  graph = await graphServer(hang);
});
after(() => graph[Symbol.asyncDispose]());
beforeEach(() => {
  graph.received.length = 0;
});

const ACCESS = () => ({ baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret: "" });
const adapter = (appSecret = "") => metaGraph({ baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret });
const fieldsOf = (request: Received): string => request.query["fields"] ?? "";

/** Answers each group of fields by itself. */
const byFields =
  (answers: Readonly<Record<string, Behaviour>>, otherwise: Behaviour): Behaviour =>
  (response, request, raw) =>
    (answers[fieldsOf(request)] ?? otherwise)(response, request, raw);

const short = (read: Read<unknown>): string => (read.ok ? "ok" : read.failure.kind);

describe("reading the number", () => {
  const CERTAIN =
    "id,status,code_verification_status,name_status,new_name_status,quality_rating,platform_type,display_phone_number,verified_name";
  const ALL = `${CERTAIN},is_on_biz_app,last_onboarded_time`;
  const OPTIONAL = { is_on_biz_app: true, last_onboarded_time: "2025-01-01T00:00:00+0000" };
  const apart = byFields(
    {
      [ALL]: json(400, FIELD_UNKNOWN),
      is_on_biz_app: json(200, { is_on_biz_app: true, id: NUMBER }),
      last_onboarded_time: json(200, { last_onboarded_time: OPTIONAL.last_onboarded_time }),
    },
    json(200, NODE),
  );
  const asked = (): string[] => graph.received.splice(0).map(fieldsOf).toSorted();

  it("is one request, which puts the whole view together", async () => {
    graph.behaviour = json(200, { ...NODE, ...OPTIONAL });
    const read = await adapter().readNumber(NUMBER, PLENTY_MS);
    assert.ok(read.ok);
    const { observedAt, ...view } = read.value;
    assert.ok(Math.abs(Date.parse(observedAt) - Date.now()) < 5000);
    assert.deepEqual(view, {
      status: "PENDING",
      codeVerificationStatus: "VERIFIED",
      nameStatus: "APPROVED",
      newNameStatus: "PENDING_REVIEW",
      qualityRating: "UNKNOWN",
      platformType: "NOT_APPLICABLE",
      displayPhoneNumber: "+1 555-000-0001",
      verifiedName: "Invented Ltd",
      isOnBusinessApp: true,
      lastOnboardedAt: "2025-01-01T00:00:00+0000",
    });
    assert.deepEqual(asked(), [ALL]);
  });

  it("asks for optional fields apart where one is refused, sees as much, and remembers that for the token", async () => {
    graph.behaviour = json(200, { ...NODE, ...OPTIONAL });
    const whole = await adapter().readNumber(NUMBER, PLENTY_MS);
    graph.received.length = 0;
    graph.behaviour = apart;
    const graphOfToken = adapter();
    const read = await graphOfToken.readNumber(NUMBER, PLENTY_MS);
    assert.ok(whole.ok && read.ok);
    assert.deepEqual({ ...read.value, observedAt: "" }, { ...whole.value, observedAt: "" });
    assert.deepEqual(asked(), [CERTAIN, ALL, "is_on_biz_app", "last_onboarded_time"]);
    await graphOfToken.readNumber(NUMBER, PLENTY_MS);
    assert.deepEqual(asked(), [CERTAIN, "is_on_biz_app", "last_onboarded_time"]);
  });

  it("asks for everything again after a number that is refused whatever is asked", async () => {
    graph.behaviour = json(400, FIELD_UNKNOWN);
    const graphOfToken = adapter();
    assert.equal(short(await graphOfToken.readNumber(NUMBER, PLENTY_MS)), "refused");
    asked();
    graph.behaviour = json(200, { ...NODE, ...OPTIONAL });
    await graphOfToken.readNumber(NUMBER, PLENTY_MS);
    assert.deepEqual(asked(), [ALL]);
  });

  it("remembers of one token nothing of another", () => {
    refusedTo("one").note();
    assert.deepEqual([refusedTo("one").any(), refusedTo("another").any()], [true, false]);
  });

  it("forgets after two minutes that a field was refused, however often the number was read meanwhile: the right may be there", async () => {
    let now = Date.UTC(2030, 0, 1);
    const reads = readNumber(
      graphReader(ACCESS()),
      noneRefused(() => now),
    );
    graph.behaviour = apart;
    await reads(NUMBER, PLENTY_MS);
    asked();
    graph.behaviour = json(200, { ...NODE, ...OPTIONAL });
    for (const [passed, fields] of [
      [60_000, [CERTAIN, "is_on_biz_app", "last_onboarded_time"]],
      [59_999, [CERTAIN, "is_on_biz_app", "last_onboarded_time"]],
      [1, [ALL]],
    ] as const) {
      now += passed;
      await reads(NUMBER, PLENTY_MS);
      assert.deepEqual(asked(), fields);
    }
  });

  for (const error of [
    { code: 200, message: "API access blocked." },
    { code: 200, message: "API access deactivated. To reactivate it go to the app dashboard." },
    { code: 200, message: "(#200) Provide valid app ID" },
    { code: 100, message: "(#100) Unsupported get request." },
    { code: 100, error_subcode: 33, message: "x" },
    { code: 100, error_subcode: 133_010, message: "(#100) Invalid parameter" },
    { code: 190, message: "Invalid OAuth access token" },
    { code: 4, message: "(#4) Application request limit reached" },
  ])
    it(`asks once where every field would be refused alike: ${error.code} ${error.message}`, async () => {
      graph.behaviour = json(400, { error });
      assert.equal(short(await adapter().readNumber(NUMBER, PLENTY_MS)), "refused");
      assert.deepEqual(asked(), [ALL]);
    });

  for (const error of [
    { code: 100, message: "(#100) Invalid parameter" },
    { code: 100, message: "(#100) Missing Permission" },
    { code: 200, message: "(#200) You do not have the necessary permissions required to read this field" },
    { code: 200, message: "(#200) This field is blocked for your app" },
    { code: 10, message: "(#10) Requires a Business Solution Provider" },
  ])
    it(`asks apart where a field may be what is refused: ${error.message}`, async () => {
      graph.behaviour = byFields({ [ALL]: json(400, { error }) }, json(200, NODE));
      assert.equal(short(await adapter().readNumber(NUMBER, PLENTY_MS)), "ok");
      assert.deepEqual(asked().length, 4);
    });

  for (const [name, optional] of [
    ["refused", json(400, FIELD_UNKNOWN)],
    ["garbage", body(200, "text/html", "x")],
    ["reset", reset],
    ["of another type", json(200, { is_on_biz_app: "yes", last_onboarded_time: 5 })],
  ] as const) {
    it(`does without optional fields that are ${name}`, async () => {
      graph.behaviour = byFields(
        { [ALL]: json(400, FIELD_UNKNOWN), is_on_biz_app: optional, last_onboarded_time: optional },
        json(200, NODE),
      );
      const read = await adapter().readNumber(NUMBER, PLENTY_MS);
      assert.ok(read.ok);
      assert.deepEqual(
        [read.value.status, read.value.isOnBusinessApp, read.value.lastOnboardedAt],
        ["PENDING", null, null],
      );
    });
  }

  for (const [name, error] of [
    ["unknown", FIELD_UNKNOWN],
    ["forbidden", { error: { code: 10 } }],
  ] as const) {
    it(`falls back to id and status where a field is ${name}`, async () => {
      graph.behaviour = byFields(
        { "id,status,display_phone_number": json(200, { id: NUMBER, status: "CONNECTED" }) },
        json(400, error),
      );
      const read = await adapter().readNumber(NUMBER, PLENTY_MS);
      assert.ok(read.ok);
      assert.deepEqual([read.value.status, read.value.platformType], ["CONNECTED", null]);
    });
  }

  it("falls back even while the optional fields hang, and keeps to its deadline", async () => {
    graph.behaviour = byFields(
      {
        is_on_biz_app: hang,
        last_onboarded_time: hang,
        "id,status,display_phone_number": json(200, { id: NUMBER, status: "CONNECTED" }),
      },
      json(400, FIELD_UNKNOWN),
    );
    const startedAt = performance.now();
    const read = await adapter().readNumber(NUMBER, 250);
    const took = performance.now() - startedAt;
    assert.ok(read.ok, JSON.stringify(read));
    assert.equal(read.value.status, "CONNECTED");
    assert.ok(took < 600, `${took} ms`);
  });

  it("leaves no timer behind, which would hold the whole exchange until the deadline", async (test) => {
    graph.behaviour = json(200, NODE);
    const set = test.mock.method(globalThis, "setTimeout");
    const cleared = test.mock.method(globalThis, "clearTimeout");
    assert.ok((await adapter().readNumber(NUMBER, PLENTY_MS)).ok);
    const deadlines = set.mock.calls.filter(({ arguments: [, ms = 0] }) => ms > PLENTY_MS - 1000);
    assert.equal(deadlines.length, 1);
    assert.ok(cleared.mock.calls.some(({ arguments: [timer] }) => timer === deadlines[0]?.result));
  });

  it("keeps to its deadline where the fallback hangs", async () => {
    const late = json(400, FIELD_UNKNOWN);
    const slow: Behaviour = (...args) => void setTimeout(() => late(...args), 400);
    graph.behaviour = byFields({ "id,status,display_phone_number": hang }, slow);
    const startedAt = performance.now();
    assert.equal(short(await adapter().readNumber(NUMBER, 500)), "timeout");
    const took = performance.now() - startedAt;
    assert.ok(took < 800, `${took} ms: the fallback has only what is left`);
  });

  it("does not fall back where the number itself is out of reach", async () => {
    graph.behaviour = json(400, { error: { code: 100, error_subcode: 33, message: "Unsupported get request." } });
    const read = await adapter().readNumber(NUMBER, PLENTY_MS);
    assert.ok(!read.ok && read.failure.kind === "refused");
    assert.deepEqual([read.failure.error.code, read.failure.error.subcode], [100, 33]);
    assert.ok(!graph.received.some((request) => fieldsOf(request) === "id,status,display_phone_number"));
  });

  const worthless: readonly (readonly [string, Behaviour, string])[] = [
    ["about another number", json(200, { ...NODE, id: "550000000000009" }), "unreadable"],
    ["that says nothing", json(200, {}), "unreadable"],
    ["with nothing it should", json(200, { success: true }), "unreadable"],
    ["an array", json(200, [NODE]), "unreadable"],
    ["with HTTP 500", json(500, NODE), "unreadable"],
    ["a redirect", json(302, NODE, { location: "http://127.0.0.1:9/" }), "unreadable"],
    ["HTML", body(200, "text/html", "<html>"), "unreadable"],
    ["half of it", resetInBody(200), "unreadable"],
    ["reset", reset, "unreadable"],
    ["an error", json(400, { error: { code: 190 } }), "refused"],
  ];
  for (const [name, behaviour, expected] of worthless) {
    it(`is ${expected}: an answer ${name}`, async () => {
      graph.behaviour = behaviour;
      assert.equal(short(await adapter().readNumber(NUMBER, PLENTY_MS)), expected);
    });
  }

  it("is bounded: no answer, a dripping one, an endless one, nobody there", async () => {
    graph.behaviour = hang;
    assert.equal(short(await adapter().readNumber(NUMBER, 100)), "timeout");
    graph.behaviour = drip(200);
    assert.equal(short(await adapter().readNumber(NUMBER, 100)), "timeout");
    const sent = { bytes: 0 };
    graph.behaviour = flood(200, sent);
    assert.equal(short(await adapter().readNumber(NUMBER, PLENTY_MS)), "unreadable");
    assert.ok(sent.bytes < 60_000_000);
    const nobody = metaGraph({ baseUrl: "http://127.0.0.1:1", version: "v25.0", token: TOKEN, appSecret: "" });
    assert.equal((await nobody.readNumber(NUMBER, PLENTY_MS)).ok, false);
  });

  it("never holds the token, wherever Meta echoes it", async () => {
    graph.behaviour = (response, request, raw) =>
      json(200, { ...NODE, verified_name: request.whole, status: request.headers.authorization })(
        response,
        request,
        raw,
      );
    const read = await adapter().readNumber(NUMBER, PLENTY_MS);
    assert.ok(read.ok && !JSON.stringify(read).includes(TOKEN), JSON.stringify(read));
  });

  it("takes words of Meta's that it does not know, and leaves out what is not a word", async () => {
    graph.behaviour = json(200, {
      ...NODE,
      status: "TELEPORTED",
      quality_rating: { score: 5 },
      name_status: "",
      verified_name: 7,
    });
    const read = await adapter().readNumber(NUMBER, PLENTY_MS);
    assert.ok(read.ok);
    const { status, qualityRating, nameStatus, verifiedName } = read.value;
    assert.deepEqual([status, qualityRating, nameStatus, verifiedName], ["TELEPORTED", null, null, null]);
  });
});

describe("the time of an observation", () => {
  const observed = async (date: string): Promise<number> => {
    graph.behaviour = json(200, NODE, { date });
    const read = await adapter().readNumber(NUMBER, PLENTY_MS);
    assert.ok(read.ok);
    assert.match(read.value.observedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    return Date.parse(read.value.observedAt);
  };
  const stated = (ms: number): string => new Date(ms).toUTCString();

  it("is Meta's, a few minutes off ours", async () => {
    for (const minutes of [-4, 4]) {
      const at = Math.trunc(Date.now() / 1000) * 1000 + minutes * 60_000;
      assert.equal(await observed(stated(at)), at);
    }
  });

  for (const minutes of [-23 * 60, -6, 6, 23 * 60]) {
    it(`is ours where Meta's is ${minutes} minutes off`, async () => {
      assert.ok(Math.abs((await observed(stated(Date.now() + minutes * 60_000))) - Date.now()) < 5000);
    });
  }

  for (const date of [
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Sat, 01 Jan 20000 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "yesterday",
    "",
  ]) {
    it(`is ours where Meta's cannot be: ${JSON.stringify(date)}`, async () => {
      assert.ok(Math.abs((await observed(date)) - Date.now()) < 5000);
    });
  }
});

describe("inspecting the token", () => {
  const inspect = async (data: unknown) => {
    graph.behaviour = json(200, { data });
    return adapter().inspectToken(PLENTY_MS);
  };

  it("names the token in the query, as Meta demands, and proves the app secret", async () => {
    graph.behaviour = json(200, { data: { is_valid: true } });
    await adapter(APP_SECRET).inspectToken(PLENTY_MS);
    const [request] = graph.received;
    assert.equal(request?.path, "/v25.0/debug_token");
    const appsecretProof = createHmac("sha256", APP_SECRET).update(TOKEN).digest("hex");
    assert.deepEqual(request?.query, { input_token: TOKEN, appsecret_proof: appsecretProof });
    assert.ok(!request?.whole.includes(APP_SECRET));
  });

  it("understands what Meta documents", async () => {
    const read = await inspect({
      app_id: "888000000000001",
      type: "SYSTEM_USER",
      application: "Invented app",
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 1_893_456_000,
      scopes: ["whatsapp_business_management"],
      granular_scopes: [{ scope: "whatsapp_business_management" }, { scope: "x", target_ids: [WABA] }],
      user_id: 999_000_000_000_001,
    });
    assert.ok(read.ok);
    assert.deepEqual(read.value, {
      isValid: true,
      type: "SYSTEM_USER",
      appId: "888000000000001",
      application: "Invented app",
      userId: "999000000000001",
      expiresAt: null,
      dataAccessExpiresAt: 1_893_456_000_000,
      scopes: ["whatsapp_business_management"],
      granularScopes: [
        { scope: "whatsapp_business_management", targetIds: null },
        { scope: "x", targetIds: [WABA] },
      ],
      error: null,
    });
  });

  it("takes what it does not understand for unknown, never for missing", async () => {
    const read = await inspect({
      is_valid: true,
      scopes: "all",
      granular_scopes: [{ scope: "x", target_ids: "y" }],
      expires_at: "soon",
    });
    assert.ok(read.ok);
    assert.deepEqual([read.value.scopes, read.value.granularScopes, read.value.expiresAt], [null, null, null]);
  });

  it("is unreadable where Meta does not say whether it is valid", async () => {
    for (const data of [{}, null, [], { is_valid: "yes" }, { is_valid: null }])
      assert.equal(short(await inspect(data)), "unreadable");
  });

  it("does not let the token out through an error", async () => {
    graph.behaviour = (response, request, raw) =>
      json(400, { error: { code: 190, message: request.whole } })(response, request, raw);
    const read = await adapter(APP_SECRET).inspectToken(PLENTY_MS);
    assert.ok(!read.ok && !JSON.stringify(read).includes(TOKEN));
    assert.ok(!/appsecret_proof=[0-9a-f]{64}/.test(JSON.stringify(read)));
  });
});

describe("ids that Meta prints as numbers, as some of its samples do", () => {
  const LONG = "17841400000000123456";

  it("keep every digit, also those that a double cannot hold", async () => {
    graph.behaviour = body(200, "application/json", `{"data":[{"id":${LONG}},{"id":550000000000001},{"id":"2"}]}`);
    const numbers = await adapter().numbersOfWaba(WABA, PLENTY_MS);
    assert.deepEqual(numbers.ok && numbers.value.map(({ id }) => id), [LONG, "550000000000001", "2"]);
    graph.behaviour = body(
      200,
      "application/json",
      `{"data":[{"whatsapp_business_api_data":{"id":${LONG}}},{"id":888000000000001}]}`,
    );
    const apps = await adapter().subscribedApps(WABA, PLENTY_MS);
    assert.deepEqual(apps.ok && apps.value.map(({ id }) => id), [LONG, "888000000000001"]);
    graph.behaviour = body(200, "application/json", `{"data":[{"id":${LONG},"tasks":["MANAGE"]}]}`);
    const users = await adapter().assignedUsers(WABA, "666000000000001", PLENTY_MS);
    assert.deepEqual(users.ok && users.value.map(({ id }) => id), [LONG]);
  });

  it("are those of the token, of the number and of the account, too", async () => {
    const scopes = `[{"scope":"x","target_ids":[${LONG},777000000000001]}]`;
    graph.behaviour = body(
      200,
      "application/json",
      `{"data":{"is_valid":true,"app_id":${LONG},"user_id":9007199254740993,"granular_scopes":${scopes}}}`,
    );
    const token = await adapter().inspectToken(PLENTY_MS);
    assert.ok(token.ok);
    assert.deepEqual([token.value.appId, token.value.userId], [LONG, "9007199254740993"]);
    assert.deepEqual(token.value.granularScopes, [{ scope: "x", targetIds: [LONG, "777000000000001"] }]);
    graph.behaviour = body(200, "application/json", `{"id":${NUMBER},"status":"CONNECTED"}`);
    assert.equal(short(await adapter().readNumber(NUMBER, PLENTY_MS)), "ok");
    graph.behaviour = body(200, "application/json", `{"id":${WABA},"name":"Invented"}`);
    assert.equal(short(await adapter().readWaba(WABA, PLENTY_MS)), "ok");
  });
});

describe("the numbers of an account", () => {
  const ids = async (): Promise<readonly string[] | string> => {
    const read = await adapter().numbersOfWaba(WABA, PLENTY_MS);
    return read.ok ? read.value.map((number) => number.id) : read.failure.kind;
  };

  it("come page by page, by cursor and never by the link that holds the token", async () => {
    await using elsewhere = await graphServer(json(200, { data: [{ id: "666000000000001" }] }));
    const next = `${elsewhere.origin}/v25.0/x?access_token=${TOKEN}`;
    graph.behaviour = (response, request, raw) => {
      const page =
        request.query["after"] === "c1"
          ? { data: [{ id: "2" }], paging: { cursors: { after: "c2" } } }
          : { data: [{ id: "1" }], paging: { cursors: { after: "c1" }, next } };
      return json(200, page)(response, request, raw);
    };
    assert.deepEqual(await ids(), ["1", "2"]);
    assert.equal(elsewhere.received.length, 0);
    assert.deepEqual(
      graph.received.map((request) => request.path),
      Array.from({ length: 2 }, () => `/v25.0/${WABA}/phone_numbers`),
    );
  });

  it("end where Meta names no next page, and where it names none that can be asked for", async () => {
    graph.behaviour = json(200, { data: [{ id: "1" }], paging: { cursors: { after: "c1" } } });
    assert.deepEqual(await ids(), ["1"]);
    graph.behaviour = json(200, { data: [{ id: "1" }] });
    assert.deepEqual(await ids(), ["1"]);
  });

  it("are not read for ever where every page names a next", async () => {
    graph.behaviour = json(200, {
      data: [{ id: "1" }],
      paging: { cursors: { after: "c" }, next: "http://127.0.0.1:9/" },
    });
    assert.equal(await ids(), "unreadable");
    assert.equal(graph.received.length, 20);
  });

  it("are unknown, not few, where one page fails", async () => {
    graph.behaviour = (response, request, raw) => {
      const first = json(200, { data: [{ id: "1" }], paging: { cursors: { after: "c1" }, next: "x" } });
      return (request.query["after"] === "c1" ? reset : first)(response, request, raw);
    };
    assert.equal(await ids(), "unreadable");
    graph.behaviour = json(200, { data: [{ id: true }] });
    assert.equal(await ids(), "unreadable");
  });

  it("share one deadline between their pages", async () => {
    graph.behaviour = (response, request, raw) =>
      void setTimeout(
        () =>
          json(200, { data: [{ id: "1" }], paging: { cursors: { after: "c" }, next: "x" } })(response, request, raw),
        60,
      );
    const startedAt = performance.now();
    assert.equal(short(await adapter().numbersOfWaba(WABA, 200)), "timeout");
    assert.ok(performance.now() - startedAt < 600);
  });
});

describe("the numbers of an account, to be chosen from", () => {
  const ALL = "id,display_phone_number,verified_name,status";
  const words = { verified_name: "Invented Ltd", status: "CONNECTED" };

  it("come with their names and statuses, in one request", async () => {
    const display_phone_number = "+1 555-000-0001";
    graph.behaviour = json(200, { data: [{ id: NUMBER, display_phone_number, ...words }, { id: "550000000000002" }] });
    assert.deepEqual(await adapter().listNumbers(WABA, PLENTY_MS), {
      ok: true,
      value: [
        { id: NUMBER, displayPhoneNumber: display_phone_number, verifiedName: "Invented Ltd", status: "CONNECTED" },
        { id: "550000000000002", displayPhoneNumber: null, verifiedName: null, status: null },
      ],
    });
    assert.deepEqual(graph.received.map(fieldsOf), [ALL]);
  });

  it("come without them where Meta refuses one of these fields", async () => {
    const rest = json(200, { data: [{ id: NUMBER, display_phone_number: "+1 555-000-0001" }] });
    graph.behaviour = byFields({ [ALL]: json(400, FIELD_UNKNOWN) }, rest);
    const read = await adapter().listNumbers(WABA, PLENTY_MS);
    assert.deepEqual(read.ok && read.value, [
      { id: NUMBER, displayPhoneNumber: "+1 555-000-0001", verifiedName: null, status: null },
    ]);
    assert.deepEqual(graph.received.map(fieldsOf), [ALL, "id,display_phone_number"]);
  });

  it("are asked for once where the whole account is refused", async () => {
    graph.behaviour = json(400, { error: { code: 190, message: "Invalid OAuth access token." } });
    assert.equal(short(await adapter().listNumbers(WABA, PLENTY_MS)), "refused");
    assert.equal(graph.received.length, 1);
  });

  it("are none by an id that nobody could name in a call", async () => {
    graph.behaviour = json(200, {
      data: [
        { id: "12", ...words },
        { id: NUMBER, ...words },
      ],
    });
    const read = await adapter().listNumbers(WABA, PLENTY_MS);
    assert.deepEqual(read.ok && read.value.map(({ id }) => id), [NUMBER]);
  });
});
