import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, describe, test } from "node:test";
import { z } from "zod";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests } from "../testing/ask.ts";
import { TargetRequest } from "../webhook-control.ts";

const APP = "888000000000001";
const OTHER_APP = "888000000000002";
const SECRET = "simulator-app-secret";
const AS_APP = `${APP}|${SECRET}`;
const OURS = "777000000000001";

const End = z.object({
  message: z.object({
    data: z.record(z.string(), z.string()),
    type: z.literal("WA_EMBEDDED_SIGNUP"),
    event: z.string(),
    version: z.int().optional(),
  }),
  response: z.object({ authResponse: z.object({ code: z.string() }).nullable(), status: z.string() }),
  wabaId: z.string().nullable(),
  businessId: z.string().nullable(),
  phoneNumberIds: z.array(z.string()),
});
type End = z.infer<typeof End>;

const Issued = z.strictObject({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.int().optional(),
});

/** Takes what is sent to the app's webhook, and checks its signature. */
async function inbox(): Promise<{ url: string; bodies: unknown[] }> {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const raw = Buffer.concat(parts);
      const right = `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;
      response.statusCode = request.headers["x-hub-signature-256"] === right ? 200 : 401;
      bodies.push(JSON.parse(raw.toString()));
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies };
}

describe("Embedded Signup", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  const { url, bodies } = await inbox();
  afterEach(() => {
    state.reset();
    state.webhooks.aim(null);
    bodies.length = 0;
  });

  const control = (path: string, body: object): Promise<Asked> =>
    ask(simulator, "POST", `/_simulator/${path}`, { token: null, body });
  const signUp = async (request: object = {}): Promise<End> => End.parse((await control("signups", request)).body);
  const codeOf = ({ response }: End): string => response.authResponse?.code ?? assert.fail("no code");
  const exchange = (code: string, change: Record<string, string> = {}): Promise<Asked> => {
    const query = new URLSearchParams({ client_id: APP, client_secret: SECRET, code, ...change });
    return ask(simulator, "GET", `oauth/access_token?${query.toString()}`, { token: null });
  };
  const tokenFor = async (end: End): Promise<string> => {
    const asked = await exchange(codeOf(end));
    return Issued.parse(asked.body).access_token;
  };
  const inspect = async (token: string): Promise<Record<string, unknown>> => {
    const asked = await ask(simulator, "GET", `debug_token?input_token=${token}`, { token: AS_APP });
    return z.record(z.string(), z.unknown()).parse(fieldsIn(asked)["data"]);
  };
  const graph = (token: string, method: string, path: string): Promise<Asked> =>
    ask(simulator, method, path, { token });

  test("a code becomes a token of the app, for the customer's account alone", async () => {
    const end = await signUp();
    const [number] = end.phoneNumberIds;
    assert.deepEqual(end.message, {
      data: { phone_number_id: number, waba_id: end.wabaId, business_id: end.businessId },
      type: "WA_EMBEDDED_SIGNUP",
      event: "FINISH",
    });
    const token = await tokenFor(end);
    assert.partialDeepStrictEqual(await inspect(token), {
      app_id: APP,
      type: "SYSTEM_USER",
      is_valid: true,
      expires_at: 0,
      granular_scopes: [
        { scope: "whatsapp_business_management", target_ids: [end.wabaId] },
        { scope: "whatsapp_business_messaging", target_ids: [end.wabaId] },
      ],
    });
    const owner = await graph(token, "GET", `${end.wabaId}?fields=owner_business_info`);
    assert.partialDeepStrictEqual(owner.body, { owner_business_info: { id: end.businessId } });
    const me = await graph(token, "GET", "me?fields=client_business_id");
    assert.partialDeepStrictEqual(me.body, { client_business_id: end.businessId });
    assert.partialDeepStrictEqual(fieldsIn(await graph(token, "GET", `${end.wabaId}/phone_numbers`))["data"], [
      { id: number },
    ]);
    assert.deepEqual((await graph(token, "POST", `${end.wabaId}/subscribed_apps`)).body, { success: true });
    assert.deepEqual((await register(simulator, number ?? "", "314159", { token })).body, { success: true });
  });

  test("the token reaches nothing of others, and others' tokens nothing of the customer's", async () => {
    const [one, other] = [await signUp(), await signUp()];
    const token = await tokenFor(one);
    for (const [method, path] of [
      ["GET", OURS],
      ["GET", other.wabaId],
      ["GET", `${other.wabaId}/phone_numbers`],
      ["POST", `${other.wabaId}/subscribed_apps`],
      ["DELETE", `${OURS}/subscribed_apps`],
      ["GET", other.phoneNumberIds[0]],
    ]) {
      assert.equal(codeIn(await graph(token, method ?? "", path ?? "")), "100/33", `${method} ${path}`);
    }
    assert.equal(codeIn(await register(simulator, other.phoneNumberIds[0] ?? "", "314159", { token })), "100/33");
    assert.equal(codeIn(await ask(simulator, "GET", one.wabaId ?? "")), "100/33", "the deployment's own token");
    assert.equal(codeIn(await graph(token, "GET", `debug_token?input_token=${token}`)), "100");
    assert.equal(codeIn(await ask(simulator, "GET", "me?fields=client_business_id")), "100");
  });

  test("a proof belongs to one token", async () => {
    const [one, other] = [await tokenFor(await signUp()), await tokenFor(await signUp())];
    const proof = createHmac("sha256", SECRET).update(one).digest("hex");
    assert.equal(codeIn(await graph(one, "GET", `me?appsecret_proof=${proof}`)), "none");
    assert.match(errorIn(await graph(other, "GET", `me?appsecret_proof=${proof}`)).message, /Invalid appsecret_proof/);
  });

  test("a code serves once, for 30 seconds by the simulator's clock, and not after a try that failed", async () => {
    const tries: readonly (readonly [request: object, change: Record<string, string>, code: string])[] = [
      [{ code: "used" }, {}, "100/36009"],
      [{ code: "expired" }, {}, "100/36007"],
      [{ code: "of_another_app" }, {}, "100"],
      [{}, { redirect_uri: "https://app.example.com/" }, "100/36008"],
      [{}, { client_secret: "guessed" }, "1"],
      [{}, { client_id: "888000000000999" }, "101"],
      [{}, { client_id: OTHER_APP, client_secret: "another-app-secret" }, "100"],
      [{}, { shoes: "43" }, "100"],
    ];
    for (const [request, change, code] of tries) {
      const signup = codeOf(await signUp(request));
      assert.equal(codeIn(await exchange(signup, change)), code, JSON.stringify([request, change]));
      assert.notEqual(codeIn(await exchange(signup)), "none", "used up");
    }
    const fresh = codeOf(await signUp());
    state.clock.set(state.clock.now(), true);
    const late = codeOf(await signUp());
    assert.equal(codeIn(await exchange(fresh, { redirect_uri: "" })), "none");
    assert.equal(codeIn(await exchange(fresh)), "100/36009");
    state.clock.advance(30);
    assert.equal(codeIn(await exchange(late)), "100/36007");
    assert.equal(codeIn(await exchange("AQinvented")), "100/36009");
    assert.match(errorIn(await exchange("AQinvented")).message, /Invalid verification code format/);
    assert.equal([...state.tokens.values()].filter(({ clientBusinessId }) => clientBusinessId !== null).length, 1);
  });

  test("a code is exchanged by a form, too, and without any token", async () => {
    const body = new URLSearchParams({
      client_id: APP,
      client_secret: SECRET,
      code: codeOf(await signUp()),
    }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    Issued.parse((await ask(simulator, "POST", "oauth/access_token", { token: null, body, headers })).body);
  });

  test("a configuration decides how long the token lives", async () => {
    const end = await signUp({ configId: "444000000000002" });
    const { access_token: token, expires_in: lives } = Issued.parse((await exchange(codeOf(end))).body);
    assert.equal(lives, 60 * 86_400);
    state.clock.advance(60 * 86_400 + 1);
    assert.equal(codeIn(await graph(token, "GET", end.wabaId ?? "")), "190/463");
    assert.equal((await control("signups", { configId: "444000000000009" })).status, 409);
  });

  test("lists that were wrong in June 2026 stand beside tokens that work", async () => {
    for (const listed of ["events_instead_of_management", "without_targets"]) {
      const end = await signUp({ listed });
      const token = await tokenFor(end);
      assert.doesNotMatch(JSON.stringify((await inspect(token))["granular_scopes"]), /target_ids|_management"[^_]*777/);
      assert.equal(codeIn(await graph(token, "GET", `${end.wabaId}/phone_numbers`)), "none");
      assert.equal(codeIn(await graph(token, "GET", `${OURS}/phone_numbers`)), "100/33");
    }
  });

  test("every end has the message that Meta prints", async () => {
    const numbers = async (end: string, count: number): Promise<End> => {
      const ended = await signUp({ end });
      assert.equal(ended.phoneNumberIds.length, count, end);
      return ended;
    };
    assert.equal((await numbers("unverified", 1)).message.event, "FINISH");
    assert.equal("phone_number_id" in (await numbers("no_number", 0)).message.data, false);
    assert.equal((await numbers("account_only", 0)).message.event, "FINISH_ONLY_WABA");
    const several = await numbers("several_numbers", 2);
    assert.equal(several.message.data["phone_number_id"], several.phoneNumberIds[0]);
    const coexistence = await numbers("coexistence", 1);
    assert.deepEqual(coexistence.message.data, { waba_id: coexistence.wabaId });
    const token = await tokenFor(coexistence);
    const [number = ""] = coexistence.phoneNumberIds;
    const read = await graph(token, "GET", `${number}?fields=is_on_biz_app,platform_type`);
    assert.deepEqual(read.body, { id: number, is_on_biz_app: true, platform_type: "CLOUD_API" });
    assert.match(errorIn(await register(simulator, number, "314159", { token })).message, /SMB businesses/);
    const cancelled = await signUp({ end: "cancelled", step: "PERMISSIONS" });
    assert.partialDeepStrictEqual(cancelled, {
      message: { data: { current_step: "PERMISSIONS" }, event: "CANCEL" },
      response: { authResponse: null, status: "unknown" },
    });
    assert.equal((await signUp({ end: "error", errorKey: "error_id" })).message.data["error_id"], "524126");
    assert.equal((await signUp({ end: "error", errorEvent: "ERROR" })).message.event, "ERROR");
  });

  test("a customer shares a second account, and the token lists the newest first", async () => {
    const first = await signUp();
    const second = await signUp({ businessId: first.businessId });
    const token = await tokenFor(second);
    assert.partialDeepStrictEqual(await inspect(token), {
      granular_scopes: [{ target_ids: [second.wabaId, first.wabaId] }],
    });
    const again = await signUp({ wabaId: first.wabaId });
    assert.equal(again.message.data["phone_number_id"], first.phoneNumberIds[0], "an account that exists, as it is");
    assert.equal((await control("signups", { wabaId: OURS })).status, 409, "the app's own portfolio is not offered");
    assert.equal((await control("signups", { wabaId: "777000000000999" })).status, 409);
    assert.equal((await control("signups", { end: "happily" })).status, 400);
  });

  test("leaving: the tokens die, and the webhook tells under the app's own portfolio", async () => {
    state.webhooks.aim(TargetRequest.parse({ url }));
    const [one, other] = [await signUp(), await signUp({ announces: ["PARTNER_APP_INSTALLED"] })];
    const [token, second] = [await tokenFor(one), await tokenFor(other)];
    await graph(token, "POST", `${one.wabaId}/subscribed_apps`);
    const about = { waba_id: one.wabaId, owner_business_id: one.businessId };
    await control("departures", { wabaId: one.wabaId, reason: "PRIMARY_INACTIVITY", initiatedBy: "SYSTEM" });
    await control("departures", { wabaId: other.wabaId, event: "PARTNER_APP_UNINSTALLED" });
    for (const dead of [token, second]) assert.equal(codeIn(await graph(dead, "GET", "me")), "190/458");
    assert.partialDeepStrictEqual(await inspect(token), { is_valid: false, error: { code: 190, subcode: 458 } });
    assert.deepEqual(state.wabas.get(one.wabaId ?? "")?.subscribedApps, []);
    await state.webhooks.idle();
    const entries = z.looseObject({
      id: z.string(),
      changes: z.tuple([z.looseObject({ value: z.looseObject({ event: z.string() }) })]),
    });
    const told = new Map(
      bodies.map((body) => {
        const [entry] = z.object({ entry: z.tuple([entries]) }).parse(body).entry;
        assert.equal(entry.id, "666000000000001");
        return [entry.changes[0].value.event, entry.changes[0].value];
      }),
    );
    assert.deepEqual(told.get("PARTNER_ADDED"), { event: "PARTNER_ADDED", waba_info: about });
    assert.deepEqual(told.get("PARTNER_REMOVED"), {
      event: "PARTNER_REMOVED",
      waba_info: about,
      disconnection_info: { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" },
    });
    for (const event of ["PARTNER_APP_INSTALLED", "PARTNER_APP_UNINSTALLED"])
      assert.partialDeepStrictEqual(told.get(event), { waba_info: { partner_app_id: APP } });
    assert.ok(
      state.webhooks.deliveries.every(({ statuses }) => statuses[0] === 200),
      "signed as Meta signs",
    );
    assert.equal((await control("departures", { wabaId: "777000000000999" })).status, 409);
  });

  test("an account that is taken away leaves the customer's others, and no event where none is wanted", async () => {
    state.webhooks.aim(TargetRequest.parse({ url }));
    const first = await signUp({ announces: [] });
    const second = await signUp({ businessId: first.businessId, announces: [] });
    const token = await tokenFor(second);
    await control("departures", { wabaId: first.wabaId });
    assert.equal(codeIn(await graph(token, "GET", first.wabaId ?? "")), "100/33");
    assert.equal(codeIn(await graph(token, "GET", second.wabaId ?? "")), "none");
    await control("departures", { wabaId: second.wabaId, event: null });
    assert.equal(codeIn(await graph(token, "GET", second.wabaId ?? "")), "190/458");
    await state.webhooks.idle();
    assert.equal(bodies.length, 1);
  });

  test("revoking ends every token of the same customer, and of nobody else", async () => {
    const first = await signUp();
    const [token, sibling] = [await tokenFor(first), await tokenFor(await signUp({ wabaId: first.wabaId }))];
    const stranger = await tokenFor(await signUp());
    assert.deepEqual((await graph(token, "DELETE", "me/permissions")).body, { success: true });
    for (const dead of [token, sibling]) assert.equal(codeIn(await graph(dead, "GET", "me")), "190/458");
    assert.equal(codeIn(await graph(token, "DELETE", "me/permissions")), "190/458");
    assert.equal(codeIn(await graph(stranger, "GET", "me")), "none");
    assert.equal(codeIn(await ask(simulator, "GET", "me")), "none", "the deployment's own");
  });

  test("only the app of the partnership hears of it, and only what it is subscribed to", async () => {
    state.webhooks.aim(TargetRequest.parse({ url, appId: OTHER_APP }));
    await signUp();
    state.webhooks.aim(TargetRequest.parse({ url }));
    state.patchApp(APP, {
      subscriptions: [{ object: "whatsapp_business_account", callbackUrl: null, active: true, fields: ["messages"] }],
    });
    await signUp();
    await state.webhooks.idle();
    assert.deepEqual(bodies, []);
  });
});
