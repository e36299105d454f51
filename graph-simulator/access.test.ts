import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests } from "./testing/ask.ts";

const ID = "550000000000001";
const TOKEN = "SIMULATOR-SYSTEM-USER-TOKEN";
const SECRET = "simulator-app-secret";

const Inspected = z.object({ data: z.looseObject({ is_valid: z.boolean() }) });

describe("tokens", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const read = (token: string | null): Promise<Asked> => ask(simulator, "GET", ID, { token });
  /** What debug_token says of a token, asked with the app's own token. */
  const inspect = async (token: string): Promise<Record<string, unknown>> => {
    const path = `debug_token?input_token=${token}`;
    return Inspected.parse((await ask(simulator, "GET", path, { token: `888000000000001|${SECRET}` })).body).data;
  };
  const proofOf = (secret: string, token = TOKEN): string => createHmac("sha256", secret).update(token).digest("hex");

  test("none, unknown, in the URL, in the body", async () => {
    const none = await read(null);
    assert.deepEqual([none.status, errorIn(none).message], [403, "(#200) Provide valid app ID"]);
    assert.equal(codeIn(await register(simulator, ID, "123456", { token: null })), "104");
    const nobody = errorIn(await ask(simulator, "GET", "me", { token: null }));
    assert.match(`${nobody.code} ${nobody.message}`, /^2500 An active access token must be used/);
    assert.equal(codeIn(await ask(simulator, "GET", "me", { token: `888000000000001|${SECRET}` })), "2500");
    const unknown = await read("never-heard-of");
    assert.equal(unknown.status, 401);
    assert.equal(errorIn(unknown).message, "Invalid OAuth access token - Cannot parse access token");
    assert.equal(codeIn(await ask(simulator, "GET", `${ID}?access_token=${TOKEN}`, { token: null })), "none");
    assert.equal(simulator.requests().at(-1)?.tokenIn, "query");
    const body = { messaging_product: "whatsapp", pin: "123456", access_token: TOKEN };
    assert.equal(codeIn(await ask(simulator, "POST", `${ID}/register`, { token: null, body })), "none");
    assert.equal(simulator.requests().at(-1)?.tokenIn, "body");
  });

  test("a valid one, as debug_token shows it, also to itself", async () => {
    const own = Inspected.parse((await ask(simulator, "GET", `debug_token?input_token=${TOKEN}`)).body).data;
    assert.deepEqual(own, await inspect(TOKEN));
    assert.partialDeepStrictEqual(own, {
      app_id: "888000000000001",
      application: "Simulator app",
      type: "SYSTEM_USER",
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 0,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging", "business_management"],
      user_id: "122000000000001",
    });
    assert.partialDeepStrictEqual(own["granular_scopes"], [
      { scope: "whatsapp_business_management", target_ids: ["777000000000001", "777000000000003", "777000000000004"] },
      {},
      { scope: "business_management" },
    ]);
    assert.ok(!JSON.stringify(own).includes('"target_ids":null'), "no targets means no field");
  });

  test("invalid ones: refused, and debug_token says why", async () => {
    const cases = { EXPIRED: 463, REVOKED: 460, "APP-REMOVED": 458 };
    for (const [name, subcode] of Object.entries(cases)) {
      const token = `SIMULATOR-TOKEN-${name}`;
      const refused = await read(token);
      assert.equal(refused.status, 400);
      assert.equal(codeIn(refused), `190/${subcode}`);
      assert.partialDeepStrictEqual(await inspect(token), { is_valid: false, error: { code: 190, subcode } });
      const self = await ask(simulator, "GET", `debug_token?input_token=${token}`, { token });
      assert.equal(codeIn(self), `190/${subcode}`);
    }
    assert.match(
      errorIn(await read("SIMULATOR-TOKEN-EXPIRED")).message,
      /Session has expired on [A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d P[DS]T\. The current time is /,
    );
    assert.partialDeepStrictEqual(await inspect("never-heard-of"), { is_valid: false, error: { code: 190 } });
  });

  test("one that expires while time passes", async () => {
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-USER")), "none");
    state.clock.advance(51 * 60);
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-USER")), "190/463");
  });

  test("one that is revoked at its first POST", async () => {
    const token = "SIMULATOR-TOKEN-REVOKED-MIDWAY";
    assert.equal(codeIn(await read(token)), "none");
    assert.equal(codeIn(await register(simulator, ID, "123456", { token })), "190/460");
    assert.equal(codeIn(await read(token)), "190/460");
  });

  test("of another app: may not be inspected by this one", async () => {
    const path = "debug_token?input_token=SIMULATOR-TOKEN-OTHER-APP";
    assert.match(errorIn(await ask(simulator, "GET", path)).message, /did not match the Viewing App$/);
    assert.equal(codeIn(await ask(simulator, "GET", path, { token: "SIMULATOR-TOKEN-OTHER-APP" })), "none");
  });

  test("lacking a scope, a target or a task", async () => {
    const registered = (token: string): Promise<Asked> => register(simulator, ID, "123456", { token });
    for (const name of ["NO-MANAGEMENT", "NO-MESSAGING", "DECLINED", "OLDER-THAN-PERMISSION"]) {
      const refused = errorIn(await registered(`SIMULATOR-TOKEN-${name}`));
      assert.equal(refused.message, "(#100) Missing Permission", name);
      assert.equal(refused.error_subcode, undefined);
    }
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-NO-MANAGEMENT")), "100/33");
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-NO-MESSAGING")), "none");
    assert.equal(codeIn(await registered("SIMULATOR-TOKEN-OTHER-WABA")), "100/33");
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-OTHER-WABA")), "100/33");
    assert.equal(codeIn(await read("SIMULATOR-TOKEN-READ-ONLY")), "none");
    const readOnly = await registered("SIMULATOR-TOKEN-READ-ONLY");
    assert.deepEqual([readOnly.status, errorIn(readOnly).message], [403, "(#200) Permissions error"]);
    assert.deepEqual(state.numbers.get(ID)?.registerRequests, [], "none of these is counted");
    assert.equal(
      codeIn(await ask(simulator, "GET", "777000000000002", { token: "SIMULATOR-TOKEN-ALL-ASSETS" })),
      "none",
    );
  });

  test("debug_token answers the app and its developers, and nobody else, themselves included", async () => {
    const token = "SIMULATOR-TOKEN-NOT-DEVELOPER";
    const refused = errorIn(await ask(simulator, "GET", `debug_token?input_token=${token}`, { token }));
    assert.match(
      refused.message,
      /^\(#100\) You must provide an app access token, or a user access token that is an owner/,
    );
    assert.equal((await inspect(token))["is_valid"], true);
    assert.equal(codeIn(await register(simulator, ID, "123456", { token })), "none");
    state.patchApp("888000000000001", { developers: ["122000000000003"] });
    assert.equal(codeIn(await ask(simulator, "GET", `debug_token?input_token=${token}`, { token })), "none");
    assert.equal(codeIn(await ask(simulator, "GET", `debug_token?input_token=${TOKEN}`)), "100");
  });

  test("of an app that Meta has blocked: everything is refused in the same words", async () => {
    const token = "SIMULATOR-TOKEN-APP-BLOCKED";
    for (const path of ["me", ID, "777000000000001/phone_numbers", `debug_token?input_token=${token}`]) {
      const refused = await ask(simulator, "GET", path, { token });
      assert.deepEqual([errorIn(refused).code, errorIn(refused).message], [200, "API access blocked."], path);
    }
    assert.equal(errorIn(await register(simulator, ID, "123456", { token })).message, "API access blocked.");
  });

  test("a list that says less than the token may", async () => {
    const token = "SIMULATOR-TOKEN-LISTED-WRONGLY";
    const scopes = (await inspect(token))["scopes"];
    assert.deepEqual(scopes, ["business_management", "whatsapp_business_manage_events", "whatsapp_business_messaging"]);
    assert.equal(codeIn(await register(simulator, ID, "123456", { token })), "none");
  });

  test("the task MESSAGING alone: sends, and neither registers nor sees templates", async () => {
    const token = "SIMULATOR-TOKEN-MESSAGING-TASK";
    assert.equal(codeIn(await register(simulator, ID, "123456", { token })), "200");
    assert.equal(codeIn(await ask(simulator, "GET", "777000000000001/message_templates", { token })), "200");
    await register(simulator, ID);
    const template = { name: "account_ready", language: { code: "en_US" } };
    const body = { messaging_product: "whatsapp", to: "15550001111", type: "template", template };
    assert.equal(codeIn(await ask(simulator, "POST", `${ID}/messages`, { token, body })), "none");
  });

  test("me/permissions is a second opinion", async () => {
    const permissions = async (token: string): Promise<unknown> =>
      fieldsIn(await ask(simulator, "GET", "me/permissions", { token }))["data"];
    assert.deepEqual(await permissions("SIMULATOR-TOKEN-DECLINED"), [
      { permission: "whatsapp_business_management", status: "granted" },
      { permission: "whatsapp_business_messaging", status: "declined" },
    ]);
    assert.partialDeepStrictEqual(await permissions("SIMULATOR-TOKEN-OLDER-THAN-PERMISSION"), [{ status: "granted" }]);
    const scopes = (await inspect("SIMULATOR-TOKEN-OLDER-THAN-PERMISSION"))["scopes"];
    assert.deepEqual(scopes, ["whatsapp_business_messaging"]);
  });

  test("the proof is checked when sent, in query or body, and demanded when the app says so", async () => {
    const good = proofOf(SECRET);
    assert.equal(codeIn(await ask(simulator, "GET", `${ID}?appsecret_proof=${good}`)), "none");
    const bad = errorIn(await ask(simulator, "GET", `${ID}?appsecret_proof=${proofOf("wrong")}`));
    assert.partialDeepStrictEqual(bad, { code: 100, type: "GraphMethodException" });
    assert.equal(bad.message, "Invalid appsecret_proof provided in the API argument");
    const body = { messaging_product: "whatsapp", pin: "123456" };
    const post = (proof: string): Promise<Asked> =>
      ask(simulator, "POST", `${ID}/register`, { body: { ...body, appsecret_proof: proof } });
    assert.equal(codeIn(await post("0".repeat(64))), "100");
    assert.equal(codeIn(await post(good)), "none");
    state.patchApp("888000000000001", { requireProof: true });
    assert.match(errorIn(await read(TOKEN)).message, /^API calls from the server require an appsecret_proof argument$/);
    assert.equal(codeIn(await ask(simulator, "GET", `${ID}?appsecret_proof=${good}`)), "none");
    state.patchApp("888000000000001", { secret: "" });
    assert.equal(codeIn(await read(TOKEN)), "none", "an app without a known secret checks nothing");
  });
});
