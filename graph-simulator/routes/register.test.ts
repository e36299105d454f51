import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { ask, codeIn, errorIn, fieldsIn, register, simulatorForTests, statusOf } from "../testing/ask.ts";

const ID = "550000000000001";

describe("register", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  test("answers success and connects the number", async () => {
    assert.equal(await statusOf(simulator, ID), "PENDING");
    const answer = await register(simulator, ID);
    assert.deepEqual([answer.status, answer.body], [200, { success: true }]);
    const number = fieldsIn(await ask(simulator, "GET", `${ID}?fields=status,platform_type,last_onboarded_time`));
    assert.partialDeepStrictEqual(number, { status: "CONNECTED", platform_type: "CLOUD_API" });
    assert.match(String(number["last_onboarded_time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
  });

  test("again succeeds with any PIN, and changes none", async () => {
    await register(simulator, ID);
    assert.deepEqual((await register(simulator, ID)).body, { success: true });
    assert.deepEqual((await register(simulator, ID, "999999")).body, { success: true });
    assert.equal(state.numbers.get(ID)?.pin, "123456");
    assert.equal(await statusOf(simulator, ID), "CONNECTED");
  });

  test("again has a name that was approved take effect, and no other", async () => {
    await register(simulator, ID);
    for (const [newNameStatus, name] of [
      ["PENDING_REVIEW", "Test business 550000000000001"],
      ["APPROVED", "Another name"],
    ] as const) {
      state.patchNumber(ID, { newDisplayName: "Another name", newNameStatus });
      await register(simulator, ID);
      const shown = fieldsIn(await ask(simulator, "GET", `${ID}?fields=verified_name,new_name_status`));
      assert.equal(shown["verified_name"], name);
      assert.equal(shown["new_name_status"], newNameStatus === "APPROVED" ? undefined : newNameStatus);
    }
  });

  test("a number without a PIN takes the first one as its own", async () => {
    const id = "550000000000002";
    assert.equal(fieldsIn(await ask(simulator, "GET", `${id}?fields=is_pin_enabled`))["is_pin_enabled"], false);
    await register(simulator, id, "000042");
    await ask(simulator, "POST", `${id}/deregister`);
    assert.equal(fieldsIn(await ask(simulator, "GET", `${id}?fields=is_pin_enabled`))["is_pin_enabled"], true);
    assert.equal(codeIn(await register(simulator, id, "123456")), "133005");
    assert.equal(codeIn(await register(simulator, id, "000042")), "none");
  });

  test("the fifth wrong PIN locks, with the wait in details; a right one before it starts the count anew", async () => {
    const codes = async (pins: readonly string[]): Promise<string[]> => {
      const seen: string[] = [];
      for (const pin of pins) seen.push(codeIn(await register(simulator, ID, pin)));
      return seen;
    };
    const wrong = Array.from({ length: 4 }, () => "000000");
    assert.deepEqual(await codes([...wrong, "123456"]), ["133005", "133005", "133005", "133005", "none"]);
    await ask(simulator, "POST", `${ID}/deregister`);
    state.patchNumber(ID, { registerRequests: [] });
    assert.deepEqual(await codes([...wrong, "000000", "123456"]), [
      "133005",
      "133005",
      "133005",
      "133005",
      "133008",
      "133008",
    ]);
    const locked = errorIn(await register(simulator, ID));
    assert.match(locked.error_data?.details ?? "", /Try again after 7(19|20) minutes\.$/);
    state.clock.advance(12 * 3600);
    assert.equal(codeIn(await register(simulator, ID)), "none");
  });

  test("ten in 72 hours, failures included; the eleventh blocks for 72 hours", async () => {
    const id = "555000000131000";
    state.clock.set(Date.parse("2026-03-01T00:00:00Z"), true);
    for (let request = 1; request <= 10; request += 1) {
      assert.equal(codeIn(await register(simulator, id)), "131000", `request ${request}`);
    }
    const eleventh = await register(simulator, id);
    assert.equal(eleventh.status, 400);
    assert.equal(codeIn(eleventh), "133016");
    state.clock.advance(72 * 3600 - 1);
    assert.equal(codeIn(await register(simulator, id)), "133016", "a request during the block does not lengthen it");
    state.clock.advance(1);
    assert.equal(codeIn(await register(simulator, id)), "131000");
  });

  test("the window moves: an attempt stops counting 72 hours after it was made", async () => {
    state.clock.set(Date.parse("2026-03-01T00:00:00Z"), true);
    await register(simulator, ID);
    state.clock.advance(3600);
    for (let request = 2; request <= 10; request += 1) await register(simulator, ID);
    state.clock.advance(71 * 3600);
    assert.equal(codeIn(await register(simulator, ID)), "none", "the first has left the window");
    assert.equal(codeIn(await register(simulator, ID)), "133016", "nine and one are in it");
  });

  test("numbers are counted apart", async () => {
    for (let request = 1; request <= 11; request += 1) await register(simulator, ID);
    assert.equal(codeIn(await register(simulator, ID)), "133016");
    assert.equal(codeIn(await register(simulator, "550000000000002")), "none");
  });

  test("parameters", async () => {
    const send = (body: unknown) => ask(simulator, "POST", `${ID}/register`, { body });
    const whatsapp = { messaging_product: "whatsapp" };
    assert.equal(errorIn(await send({ ...whatsapp })).message, "(#100) The parameter pin is required");
    assert.equal(errorIn(await send({ pin: "123456" })).message, "(#100) The parameter messaging_product is required");
    assert.equal(
      errorIn(await send({ ...whatsapp, pin: "12" })).message,
      "(#100) Param pin must be 6 characters long.",
    );
    for (const pin of [123_456, "12345a", null]) {
      const error = errorIn(await send({ ...whatsapp, pin }));
      assert.equal(error.message, "(#100) Invalid parameter");
      assert.match(error.error_data?.details ?? "", /pin/);
    }
    assert.match(errorIn(await send({ ...whatsapp, pin: "123456", shoes: 1 })).error_data?.details ?? "", /"shoes"/);
    const region = { ...whatsapp, pin: "123456", data_localization_region: "XX" };
    assert.match(errorIn(await send(region)).error_data?.details ?? "", /data_localization_region/);
    assert.deepEqual((await send({ ...region, data_localization_region: "DE" })).body, { success: true });
    for (const body of ["{not json", "[]", `{"pin":"${"1".repeat(6_000_000)}"}`]) {
      assert.equal(errorIn(await send(body)).message, "(#100) Invalid parameter");
    }
  });

  test("takes a form as well as JSON", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await ask(simulator, "POST", `${ID}/register`, {
      body: "messaging_product=whatsapp&pin=123456",
      headers,
    });
    assert.deepEqual(answer.body, { success: true });
  });

  test("an accepted number shows as connected after its time, or its reads", async () => {
    const late = "556000000000004";
    await register(simulator, late);
    assert.equal(await statusOf(simulator, late), "PENDING");
    state.clock.advance(60);
    assert.equal(await statusOf(simulator, late), "CONNECTED");
    state.patchNumber(ID, { connects: { reads: 2 } });
    await register(simulator, ID);
    assert.deepEqual(
      [await statusOf(simulator, ID), await statusOf(simulator, ID), await statusOf(simulator, ID)],
      ["PENDING", "PENDING", "CONNECTED"],
    );
  });

  test("a deletion passes five minutes after the first try", async () => {
    const id = "556000000000040";
    state.clock.advance(3600);
    assert.equal(codeIn(await register(simulator, id)), "133015");
    state.clock.advance(299);
    assert.equal(codeIn(await register(simulator, id)), "133015");
    state.clock.advance(2);
    assert.equal(codeIn(await register(simulator, id)), "none");
  });

  test("133006 while reads show VERIFIED opens the way to a code, and only then", async () => {
    const id = "556000000000011";
    const code = (of: string) =>
      ask(simulator, "POST", `${of}/request_code`, { body: { code_method: "SMS", language: "en_US" } });
    assert.equal(codeIn(await code(ID)), "136024/2388091", "a number that is verified gets no code");
    const status = fieldsIn(await ask(simulator, "GET", `${id}?fields=code_verification_status`));
    assert.equal(status["code_verification_status"], "VERIFIED");
    assert.equal(codeIn(await register(simulator, id)), "133006");
    assert.equal(codeIn(await code(id)), "none");
    assert.equal(codeIn(await register(simulator, id)), "133006", "the code is not sent back yet");
    await ask(simulator, "POST", `${id}/verify_code`, { body: { code: "246810" } });
    assert.equal(codeIn(await register(simulator, id)), "none");
    const always = "555000000133006";
    assert.equal(codeIn(await register(simulator, always)), "133006");
    assert.equal(codeIn(await code(always)), "none");
  });

  test("a business without legal name and website, and a number of the old On-Premises API", async () => {
    const refused = errorIn(await register(simulator, "556000000000085"));
    assert.equal(refused.message, "Invalid parameter");
    assert.match(refused.error_user_title ?? "", /^Phone Link to WABA Failed/);
    state.patchWaba("777000000000007", { businessProfileComplete: true });
    assert.equal(codeIn(await register(simulator, "556000000000085")), "none", "filling them in mends it");
    assert.equal(codeIn(await register(simulator, "556000000000025", "654321")), "133005");
    assert.equal(codeIn(await register(simulator, "556000000000025")), "none");
    const moved = fieldsIn(await ask(simulator, "GET", "556000000000025?fields=platform_type"));
    assert.equal(moved["platform_type"], "CLOUD_API");
  });

  test("not verified and on the business app are refused by the state itself", async () => {
    assert.equal(codeIn(await register(simulator, "556000000000010")), "133006");
    assert.match(errorIn(await register(simulator, "556000000000020")).message, /SMB businesses/);
    assert.match(errorIn(await register(simulator, "556000000000023")).message, /SMB businesses/);
  });

  test("what does not exist, and what is no number, is #100/33", async () => {
    for (const id of ["556000000000080", "777000000000001", "15550001111"]) {
      const error = errorIn(await register(simulator, id));
      assert.partialDeepStrictEqual(error, { code: 100, error_subcode: 33, type: "GraphMethodException" });
      assert.ok(error.message.startsWith(`Unsupported post request. Object with ID '${id}' does not exist`));
    }
  });
});
