import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { MAGIC_NUMBERS } from "../magic-numbers.ts";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests } from "../testing/ask.ts";

const ID = "550000000000001";
const WABA = "777000000000001";

const Page = z.object({
  data: z.array(z.looseObject({ id: z.string() })),
  paging: z
    .object({
      cursors: z.object({ before: z.string(), after: z.string() }),
      next: z.string().optional(),
      previous: z.string().optional(),
    })
    .optional(),
});

describe("reads", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const get = (path: string): Promise<Asked> => ask(simulator, "GET", path);

  test("a number: default fields, or those asked for, always with the id", async () => {
    assert.deepEqual(Object.keys(fieldsIn(await get(ID))).toSorted(), [
      "display_phone_number",
      "id",
      "quality_rating",
      "verified_name",
    ]);
    assert.deepEqual((await get(`${ID}?fields=status,platform_type`)).body, {
      id: ID,
      status: "PENDING",
      platform_type: "NOT_APPLICABLE",
    });
    assert.deepEqual(fieldsIn(await get(`${ID}?fields=throughput{level},name_status`)), {
      id: ID,
      throughput: { level: "STANDARD" },
      name_status: "APPROVED",
    });
  });

  test("every field that is known can be read at once", async () => {
    const fields =
      "id,display_phone_number,verified_name,status,code_verification_status,name_status,quality_rating,platform_type," +
      "is_pin_enabled,is_on_biz_app,account_mode,throughput,health_status,last_onboarded_time,webhook_configuration";
    const number = fieldsIn(await get(`556000000000001?fields=${fields}`));
    assert.partialDeepStrictEqual(number, { status: "CONNECTED", is_pin_enabled: true, account_mode: "LIVE" });
    assert.partialDeepStrictEqual(number["health_status"], {
      can_send_message: "AVAILABLE",
      entities: [
        { entity_type: "PHONE_NUMBER" },
        { entity_type: "WABA" },
        { entity_type: "BUSINESS" },
        { entity_type: "APP" },
      ],
    });
    assert.ok(!("last_onboarded_time" in number), "what Graph has no value for is left out");
  });

  test("fields that Meta describes are known, also those without a value here", async () => {
    const ofNumber = [
      "country_code",
      "country_dial_code",
      "unified_cert_status",
      "host_platform",
      "messaging_limit_tier",
    ];
    for (const field of [...ofNumber, "username", "certificate"])
      assert.deepEqual((await get(`${ID}?fields=${field},status`)).body, { id: ID, status: "PENDING" }, field);
    for (const field of ["purchase_order_number", "on_behalf_of_business_info", "is_enabled_for_insights"])
      assert.deepEqual((await get(`${WABA}?fields=${field}`)).body, { id: WABA }, field);
  });

  test("one unknown or forbidden field fails the whole read", async () => {
    const unknown = errorIn(await get(`${ID}?fields=status,shoe_size`));
    assert.match(unknown.message, /^\(#100\) Tried accessing nonexisting field \(shoe_size\)/);
    assert.equal(codeIn(await get(`${ID}?fields=status,toString`)), "100");
    state.patchNumber(ID, { forbiddenFields: { health_status: 10, throughput: 100 } });
    assert.equal(codeIn(await get(`${ID}?fields=status,health_status`)), "10");
    assert.equal(codeIn(await get(`${ID}?fields=status,throughput`)), "100");
    assert.equal(codeIn(await get(`${ID}?fields=status`)), "none");
  });

  test("an account, and a number's field asked of an account", async () => {
    assert.partialDeepStrictEqual(fieldsIn(await get(WABA)), { id: WABA, name: "Simulator account" });
    const fields =
      "name,account_review_status,business_verification_status,country,currency,ownership_type,health_status";
    assert.partialDeepStrictEqual(fieldsIn(await get(`${WABA}?fields=${fields}`)), {
      account_review_status: "APPROVED",
      health_status: { can_send_message: "AVAILABLE" },
    });
    assert.match(errorIn(await get(`${WABA}?fields=display_phone_number`)).message, /WhatsAppBusinessAccount\)$/);
    assert.equal(codeIn(await get("777000000000002")), "100/33");
    assert.equal(codeIn(await get("123456789")), "100/33");
  });

  test("an account's numbers, page by page in both directions", async () => {
    const expected = MAGIC_NUMBERS.filter((row) => row.state !== null && !("wabaId" in row.state)).map((row) => row.id);
    const seen: string[] = [];
    let after = "";
    let last = Page.parse((await get(`${WABA}/phone_numbers?fields=id&limit=20`)).body);
    for (; ; last = Page.parse((await get(`${WABA}/phone_numbers?fields=id&limit=20&after=${after}`)).body)) {
      assert.ok(last.data.length <= 20);
      seen.push(...last.data.map((number) => number.id));
      if (last.paging?.next === undefined) break;
      after = last.paging.cursors.after;
    }
    assert.deepEqual(seen, expected.toReversed(), "newest first");
    const before = last.paging?.cursors.before ?? "";
    const previous = Page.parse((await get(`${WABA}/phone_numbers?fields=id&limit=20&before=${before}`)).body);
    assert.deepEqual(
      previous.data.map((number) => number.id),
      seen.slice(seen.length - last.data.length - 20, seen.length - last.data.length),
    );
    assert.equal(Page.parse((await get(`${WABA}/phone_numbers`)).body).data.length, 25);
    assert.equal(Page.parse((await get(`${WABA}/phone_numbers?limit=5000`)).body).data.length, 100);
    assert.equal(codeIn(await get(`${WABA}/phone_numbers?after=nonsense`)), "100");
    assert.equal(codeIn(await get(`${WABA}/phone_numbers?limit=0`)), "100");
  });

  test("the link to the next page works by itself, for it carries the token", async () => {
    const first = Page.parse((await get(`${WABA}/phone_numbers?fields=id,status&limit=3`)).body);
    const response = await fetch(first.paging?.next ?? "");
    const second = Page.parse(await response.json());
    assert.equal(second.data.length, 3);
    assert.ok(second.data.every((number) => typeof number["status"] === "string"));
    assert.notEqual(second.data[0]?.id, first.data[0]?.id);
    assert.equal(simulator.requests().at(-1)?.tokenIn, "query");
  });

  test("an account's numbers, narrowed and sorted", async () => {
    const ids = async (query: string): Promise<string[]> =>
      Page.parse((await get(`${WABA}/phone_numbers?fields=id&limit=100&${query}`)).body).data.map(({ id }) => id);
    const mode = (value: string): string =>
      `filtering=${encodeURIComponent(JSON.stringify([{ field: "account_mode", operator: "EQUAL", value }]))}`;
    assert.deepEqual(await ids(mode("SANDBOX")), ["556000000000033", "556000000000030"]);
    assert.ok(!(await ids(mode("LIVE"))).includes("556000000000030"));
    assert.deepEqual(await ids("display_phone_number=5500000000001"), [ID]);
    await register(simulator, ID);
    assert.equal((await ids("sort=last_onboarded_time.desc"))[0], ID);
    assert.equal((await ids("sort=creation_time.asc"))[0], ID);
    for (const query of ["sort=size.asc", "filtering=LIVE", `filtering=${encodeURIComponent('[{"field":"size"}]')}`]) {
      assert.equal(codeIn(await get(`${WABA}/phone_numbers?${query}`)), "100", query);
    }
  });

  test("fields that Meta knows, for whom and since when", async () => {
    const limit = "whatsapp_business_manager_messaging_limit";
    assert.equal(fieldsIn(await get(`${ID}?fields=${limit}`))[limit], "TIER_250");
    assert.match(
      errorIn(await ask(simulator, "GET", `/v23.0/${ID}?fields=${limit}`)).message,
      /nonexisting field \(whatsapp_business_manager_messaging_limit\)/,
    );
    assert.deepEqual((await get(`${ID}?fields=new_display_name,new_name_status`)).body, { id: ID });
    await ask(simulator, "POST", ID, { body: { new_display_name: "Another name" } });
    assert.deepEqual((await get(`${ID}?fields=new_display_name,new_name_status`)).body, {
      new_display_name: "Another name",
      new_name_status: "PENDING_REVIEW",
      id: ID,
    });
    const fields = "status,primary_business_location,owner_business_info,business_verification_status";
    assert.partialDeepStrictEqual((await get(`${WABA}?fields=${fields}`)).body, {
      status: "ACTIVE",
      owner_business_info: { id: "666000000000001" },
    });
    assert.match(
      errorIn(await get(`${WABA}?fields=primary_funding_id`)).message,
      /^\(#10\) .*Business Solution Provider/,
    );
    state.patchApp("888000000000001", { solutionPartner: true });
    assert.equal(fieldsIn(await get(`${WABA}?fields=primary_funding_id`))["primary_funding_id"], "222000000000099");
    assert.deepEqual((await get("777000000000006?fields=primary_funding_id")).body, { id: "777000000000006" });
  });

  test("health by entity and code", async () => {
    const health = async (id: string): Promise<unknown> =>
      fieldsIn(await get(`${id}?fields=health_status`))["health_status"];
    assert.partialDeepStrictEqual(await health("556000000000083"), {
      can_send_message: "BLOCKED",
      entities: [
        { entity_type: "PHONE_NUMBER", can_send_message: "BLOCKED", errors: [{ error_code: 141_000 }] },
        { entity_type: "WABA", can_send_message: "AVAILABLE" },
        { entity_type: "BUSINESS", can_send_message: "LIMITED", errors: [{ error_code: 141_010 }] },
        { entity_type: "APP", can_send_message: "AVAILABLE" },
      ],
    });
    await register(simulator, "556000000000083");
    assert.partialDeepStrictEqual(await health("556000000000083"), { can_send_message: "LIMITED" });
    assert.partialDeepStrictEqual(await health("777000000000006"), {
      can_send_message: "BLOCKED",
      entities: [{ entity_type: "WABA", errors: [{ error_code: 141_006 }] }, {}, {}],
    });
    assert.partialDeepStrictEqual(await health("777000000000007"), {
      entities: [{}, { entity_type: "BUSINESS", can_send_message: "BLOCKED", errors: [{ error_code: 131_000 }] }, {}],
    });
    assert.partialDeepStrictEqual(await health("556000000000035"), {
      entities: [
        { can_send_message: "LIMITED", errors: [{ error_code: 138_024 }] },
        {},
        {},
        { entity_type: "APP", can_send_message: "AVAILABLE", errors: [{ error_code: 138_025 }] },
      ],
    });
    assert.partialDeepStrictEqual(await health("556000000000038"), {
      can_send_message: "BLOCKED",
      entities: [{ can_send_message: "AVAILABLE" }, {}, {}, { can_send_message: "AVAILABLE" }],
    });
    const [app, blocked] = ["888000000000001", [{ code: 141_999, description: "Something new." }]] as const;
    simulator.state.patchApp(app, { canSendMessage: "BLOCKED", healthErrors: [...blocked] });
    assert.partialDeepStrictEqual(await health("556000000000001"), {
      can_send_message: "BLOCKED",
      entities: [{}, {}, {}, { entity_type: "APP", can_send_message: "BLOCKED", errors: [{ error_code: 141_999 }] }],
    });
    simulator.state.patchApp(app, { canSendMessage: "AVAILABLE", healthErrors: [] });
  });

  test("an id that is printed as a number", async () => {
    const id = "55600000000000091";
    const raw = await fetch(`${simulator.url}/v25.0/${id}?fields=id`, {
      headers: { authorization: "Bearer SIMULATOR-SYSTEM-USER-TOKEN" },
    });
    assert.equal(await raw.text(), `{"id":${id}}`);
  });

  test("subscribed apps: an account without, and after subscribing", async () => {
    const unsubscribed = "777000000000003/subscribed_apps";
    assert.deepEqual((await get(unsubscribed)).body, { data: [] });
    assert.deepEqual((await ask(simulator, "POST", unsubscribed, { body: {} })).body, { success: true });
    await ask(simulator, "POST", unsubscribed, { body: {} });
    const link = "https://www.facebook.com/games/?app_id=888000000000001";
    assert.deepEqual((await get(unsubscribed)).body, {
      data: [{ whatsapp_business_api_data: { link, name: "Simulator app", id: "888000000000001" } }],
    });
    const other = fieldsIn(await get("777000000000004/subscribed_apps"));
    assert.partialDeepStrictEqual(other["data"], [{ whatsapp_business_api_data: { id: "888000000000002" } }]);
    const bare = fieldsIn(await get("777000000000009/subscribed_apps"));
    assert.deepEqual(bare["data"], [{ name: "Simulator app", id: "888000000000001" }]);
  });

  test("assigned users need the right business", async () => {
    assert.match(errorIn(await get(`${WABA}/assigned_users`)).message, /business is required/);
    assert.equal(codeIn(await get(`${WABA}/assigned_users?business=666000000000002`)), "100/33");
    const { data } = Page.parse((await get(`${WABA}/assigned_users?business=666000000000001`)).body);
    assert.deepEqual(data.slice(0, 2), [
      { id: "122000000000001", name: "Simulator system user", tasks: ["MANAGE", "MANAGE_PHONE", "MESSAGING"] },
      { id: "122000000000002", name: "Read-only system user", tasks: ["VIEW_PHONE_ASSETS", "VIEW_TEMPLATES"] },
    ]);
  });

  test("me and the app", async () => {
    assert.deepEqual((await get("me")).body, { id: "122000000000001", name: "Simulator system user" });
    const app = {
      id: "888000000000001",
      name: "Simulator app",
      link: "https://www.facebook.com/games/?app_id=888000000000001",
    };
    assert.deepEqual((await get("app")).body, app);
    assert.deepEqual((await get("888000000000001")).body, app);
    assert.equal(codeIn(await get("888000000000002")), "100/33");
  });

  test("unknown paths, edges and methods", async () => {
    assert.equal(errorIn(await get(`${ID}/shoes`)).message, "Unknown path components: /shoes");
    assert.equal(errorIn(await get("shoes")).message, "Unknown path components: /shoes");
    assert.equal(errorIn(await ask(simulator, "GET", "/v99.0/me")).message, "Unknown path components: /me");
    assert.match(errorIn(await get(`${ID}/register`)).message, /^Unsupported get request/);
    assert.match(errorIn(await ask(simulator, "DELETE", ID)).message, /^Unsupported delete request/);
  });

  test("headers: version, the simulator's date, usage", async () => {
    state.clock.set(Date.parse("2026-05-01T10:00:00Z"), true);
    const number = await get(ID);
    assert.equal(number.headers.get("date"), "Fri, 01 May 2026 10:00:00 GMT");
    assert.equal(number.headers.get("facebook-api-version"), "v25.0");
    assert.equal(number.headers.get("content-type"), "application/json; charset=UTF-8");
    assert.deepEqual(JSON.parse(number.headers.get("x-app-usage") ?? ""), {
      call_count: 0,
      total_cputime: 1,
      total_time: 1,
    });
    const usage: unknown = JSON.parse(number.headers.get("x-business-use-case-usage") ?? "");
    assert.partialDeepStrictEqual(usage, { [WABA]: [{ call_count: 1, estimated_time_to_regain_access: 0 }] });
    assert.equal((await ask(simulator, "GET", `/v27.0/${ID}`)).headers.get("facebook-api-version"), "v27.0");
    assert.equal((await ask(simulator, "GET", `/${ID}`)).headers.get("facebook-api-version"), "v21.0");
    assert.equal(codeIn(await ask(simulator, "GET", `/v20.0/${ID}`)), "2500", "a version past its end");
    assert.equal((await get("me")).headers.get("x-business-use-case-usage"), null);
  });

  test("an account's hourly limit: #80008, and how long it lasts", async () => {
    state.clock.set(Date.parse("2026-05-01T10:00:00Z"), true);
    state.patchWaba(WABA, { hourlyCallLimit: 2 });
    await get(ID);
    state.clock.advance(600);
    const second = await get(WABA);
    assert.equal(codeIn(second), "none");
    const usage: unknown = JSON.parse(second.headers.get("x-business-use-case-usage") ?? "");
    assert.partialDeepStrictEqual(usage, { [WABA]: [{ call_count: 100, estimated_time_to_regain_access: 50 }] });
    const third = await get(ID);
    assert.equal(codeIn(third), "80008");
    assert.match(third.headers.get("x-business-use-case-usage") ?? "", /"estimated_time_to_regain_access":50/);
    assert.equal(codeIn(await get("777000000000003")), "none", "another account has its own");
    state.clock.advance(3000);
    assert.equal(codeIn(await get(ID)), "none");
  });
});
