import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { takesEffect } from "../faults.ts";
import { NUMBERS_TO_ADD } from "../magic/numbers-to-add.ts";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests, statusOf } from "../testing/ask.ts";

const WABA = "777000000000001";
const TARGET = "777000000000003";

describe("adding a number", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const add = (body: object, waba = WABA): Promise<Asked> =>
    ask(simulator, "POST", `${waba}/phone_numbers`, { body: { cc: "1", verified_name: "A shop", ...body } });
  const verify = async (id: string): Promise<void> => {
    await ask(simulator, "POST", `${id}/request_code`, { body: { code_method: "SMS", language: "en_US" } });
    await ask(simulator, "POST", `${id}/verify_code`, { body: { code: "246810" } });
  };

  test("gives an id that is not verified, and can be registered once it is", async () => {
    const id = String(fieldsIn(await add({ phone_number: "5550100001" }))["id"]);
    assert.match(id, /^559\d{12}$/);
    assert.equal(codeIn(await register(simulator, id)), "133006");
    await verify(id);
    assert.equal(codeIn(await register(simulator, id)), "none");
    const listed = fieldsIn(await ask(simulator, "GET", `${WABA}/phone_numbers?limit=1&fields=id`));
    assert.deepEqual(listed["data"], [{ id }], "it is the newest");
    assert.equal(codeIn(await add({ phone_number: "5550100001" })), "100/2388012", "it is in the list");
  });

  test("is refused: parameters, limit, a number held elsewhere, another's account", async () => {
    for (const body of [
      {},
      { phone_number: "+1555" },
      { phone_number: "5550100001", cc: "x" },
      { phone_number: "5550100001", x: 1 },
    ]) {
      assert.equal(codeIn(await add(body)), "100", JSON.stringify(body));
    }
    assert.equal(codeIn(await add({ phone_number: "5550100001", verified_name: undefined })), "100");
    const full = errorIn(await add({ phone_number: "5550100001" }, "777000000000008"));
    assert.deepEqual(
      [full.code, full.message, full.error_user_title],
      [200_000, "Cannot add phone number to WhatsApp Business Account", "Phone number limit reached"],
    );
    await add({ phone_number: "5550100002" }, TARGET);
    assert.equal(codeIn(await add({ phone_number: "5550100002" })), "200000/3095008");
    assert.equal(codeIn(await add({ phone_number: "5550100003" }, "777000000000002")), "100/33");
    assert.equal(codeIn(await add({ phone_number: "5552388103" })), "100/2388103", "a magic number");
    assert.equal(codeIn(await add({ phone_number: "5552494100" })), "2494100");
  });

  for (const { phoneNumber, title, refusal, fault } of NUMBERS_TO_ADD) {
    test(`${phoneNumber}: ${title}`, async () => {
      const answer = await add({ phone_number: phoneNumber }).catch(() => null);
      const isThere = [...state.numbers.values()].some(({ displayPhoneNumber }) =>
        displayPhoneNumber.endsWith(phoneNumber),
      );
      assert.equal(isThere, refusal === null && (fault === null || takesEffect(fault)));
      if (refusal === null) {
        assert.ok(answer === null || answer.status !== 200, "no answer that can be read");
        return;
      }
      const { code, error_subcode: subcode } = errorIn(answer ?? assert.fail("no answer"));
      assert.deepEqual([code, subcode], [refusal.code, refusal.subcode]);
    });
  }

  test("refuses a name that is too short or too long", async () => {
    for (const name of ["A", "A".repeat(76)]) {
      assert.equal(codeIn(await add({ phone_number: "5550100001", verified_name: name })), "100", name);
    }
  });

  test("moves a registered number between accounts of one portfolio, two-step PIN off", async () => {
    const source = "550000000000001";
    const move = (): Promise<Asked> =>
      add({ cc: "550", phone_number: "0000000001", migrate_phone_number: true, verified_name: undefined }, TARGET);
    const title = async (): Promise<string> => errorIn(await move()).error_user_title ?? "";
    assert.match(await title(), /No app is subscribed/);
    state.patchWaba(TARGET, { subscribedApps: ["888000000000001"] });
    assert.match(await title(), /Add the number directly/);
    await register(simulator, source);
    assert.equal(codeIn(await move()), "100/2388001", "the PIN is still on");
    state.patchNumber(source, { pin: null, newNameStatus: "PENDING_REVIEW" });
    assert.match(await title(), /display name/);
    state.patchNumber(source, { newNameStatus: null });
    const id = String(fieldsIn(await move())["id"]);
    assert.equal(await statusOf(simulator, source), "CONNECTED", "nothing has moved yet");
    await verify(id);
    assert.equal(codeIn(await register(simulator, id)), "none");
    assert.deepEqual([await statusOf(simulator, id), await statusOf(simulator, source)], ["CONNECTED", "MIGRATED"]);
  });
});
