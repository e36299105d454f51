import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { type Asked, ask, codeIn, errorIn, register, simulatorForTests, statusOf } from "../testing/ask.ts";

const ID = "550000000000001";
const UNVERIFIED = "556000000000010";

describe("the rest of a number's life", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const post = (path: string, body: unknown = {}): Promise<Asked> => ask(simulator, "POST", path, { body });

  test("verify: ask for a code, then send it back", async () => {
    assert.deepEqual((await post(`${UNVERIFIED}/request_code`, { code_method: "SMS", language: "en_US" })).body, {
      success: true,
    });
    const wrong = await post(`${UNVERIFIED}/verify_code`, { code: "111111" });
    assert.equal(codeIn(wrong), "136025/2388093");
    assert.equal(errorIn(wrong).message, "Verify code error", "without the (#code) prefix");
    const right = await post(`${UNVERIFIED}/verify_code`, { code: "246810" });
    assert.deepEqual(right.body, { success: true, id: UNVERIFIED });
    assert.equal(codeIn(await register(simulator, UNVERIFIED)), "none");
    assert.equal(codeIn(await post(`${UNVERIFIED}/verify_code`, { code: "246810" })), "136025/2388093", "used once");
  });

  test("request_code: checks its parameters, and refuses the eleventh in 72 hours", async () => {
    const asking = (body: unknown): Promise<Asked> => post(`${UNVERIFIED}/request_code`, body);
    assert.match(errorIn(await asking({ language: "en_US" })).message, /code_method is required/);
    assert.match(errorIn(await asking({ code_method: "SMS" })).message, /language is required/);
    assert.equal(codeIn(await asking({ code_method: "FAX", language: "en_US" })), "100");
    for (const language of ["English", "xx", "xx_YY", "en_ZZ", 1])
      assert.equal(codeIn(await asking({ code_method: "SMS", language })), "100", String(language));
    const request = (): Promise<Asked> => asking({ code_method: "VOICE", language: "de" });
    for (let time = 1; time <= 10; time += 1) assert.equal(codeIn(await request()), "none");
    const refused = await request();
    assert.equal(codeIn(refused), "136024/2388367");
    assert.equal(errorIn(refused).message, "Request code error", "without the (#code) prefix");
    state.clock.advance(72 * 3600 - 1);
    assert.equal(codeIn(await request()), "136024/2388367");
    state.clock.advance(1);
    assert.equal(codeIn(await request()), "none");
  });

  test("set the PIN, whatever it was, also while it is locked", async () => {
    const locked = "556000000000050";
    assert.equal(codeIn(await register(simulator, locked)), "133008");
    assert.deepEqual((await post(locked, { pin: "111222" })).body, { success: true });
    assert.equal(codeIn(await register(simulator, locked, "123456")), "133005");
    assert.equal(codeIn(await register(simulator, locked, "111222")), "none");
    assert.equal(codeIn(await post(ID, { pin: "1" })), "100");
    assert.match(errorIn(await post(ID, {})).message, /pin is required/);
  });

  test("deregister: needs a registration, has a budget of its own, and spares coexistence numbers", async () => {
    const refused = errorIn(await post(`${ID}/deregister`));
    assert.deepEqual(
      [refused.message, refused.error_subcode, refused.error_data?.details],
      ["(#100) Invalid parameter", 133_010, "Phone number not registered on the Whatsapp Business Platform."],
    );
    await register(simulator, ID);
    assert.deepEqual((await post(`${ID}/deregister`)).body, { success: true });
    assert.equal(await statusOf(simulator, ID), "DISCONNECTED");
    for (let time = 3; time <= 10; time += 1) assert.equal(codeIn(await post(`${ID}/deregister`)), "100/133010");
    assert.equal(codeIn(await post(`${ID}/deregister`)), "133016");
    assert.equal(codeIn(await register(simulator, ID)), "none", "registering is counted apart");
    assert.match(errorIn(await post("556000000000023/deregister")).message, /SMB/);
  });

  test("an incomplete deregistration is cured by another one", async () => {
    const id = "556000000000041";
    assert.equal(codeIn(await register(simulator, id)), "133000");
    assert.deepEqual((await post(`${id}/deregister`)).body, { success: true });
    assert.equal(codeIn(await register(simulator, id)), "none");
  });
});
