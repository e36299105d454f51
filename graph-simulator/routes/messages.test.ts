import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { type Asked, ask, codeIn, errorIn, fieldsIn, register, simulatorForTests } from "../testing/ask.ts";

const ID = "550000000000001";
const TEST_NUMBER = "556000000000033";
const TO = "15550001111";
const INTERNATIONAL = `+${TO}`;

describe("messages", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const post = (id: string, body: object): Promise<Asked> =>
    ask(simulator, "POST", `${id}/messages`, { body: { messaging_product: "whatsapp", ...body } });
  const named = (name: string, code = "en_US", components: unknown[] = []): object => ({
    name,
    language: { code },
    ...(components.length === 0 ? {} : { components }),
  });
  const send = (id: string, to: string, template: unknown = named("account_ready")): Promise<Asked> =>
    post(id, { to, type: "template", template });

  test("a template of the account is accepted once the number is registered", async () => {
    assert.equal(codeIn(await send(ID, TO)), "133010");
    await register(simulator, ID);
    const sent = fieldsIn(await send(ID, "+1 555 000 1111"));
    assert.deepEqual(sent["contacts"], [{ input: "+1 555 000 1111", wa_id: TO }]);
    assert.equal(state.messages.length, 1);
    assert.partialDeepStrictEqual(sent["messages"], [{ id: state.messages[0]?.id, message_status: "accepted" }]);
    assert.match(state.messages[0]?.id ?? "", /^wamid\./);
    await register(simulator, "556000000000003");
    assert.equal(codeIn(await send("556000000000003", TO)), "133010", "a number that waits for Meta sends nothing");
  });

  test("before a recipient without + the sender's country code is put", async () => {
    await register(simulator, ID);
    state.patchNumber(ID, { displayPhoneNumber: "+49 1511 0000000" });
    const contact = async (to: string): Promise<unknown> => fieldsIn(await send(ID, to))["contacts"];
    assert.deepEqual(await contact(TO), [{ input: TO, wa_id: `49${TO}` }]);
    assert.deepEqual(await contact(INTERNATIONAL), [{ input: INTERNATIONAL, wa_id: TO }]);
    assert.deepEqual(await contact("4915112345678"), [{ input: "4915112345678", wa_id: "4915112345678" }]);
  });

  test("hello_world goes out from Meta's test numbers alone, to listed recipients alone", async () => {
    await register(simulator, ID);
    const refused = errorIn(await send(ID, TO, named("hello_world")));
    assert.equal(refused.message, "(#131058) Hello World templates can only be sent from the Public Test Numbers");
    assert.equal(codeIn(await send(TEST_NUMBER, INTERNATIONAL, named("hello_world"))), "none");
    assert.equal(codeIn(await send(TEST_NUMBER, "15550009999", named("hello_world"))), "131030");
    await register(simulator, "556000000000030");
    assert.equal(codeIn(await send("556000000000030", INTERNATIONAL)), "none");
  });

  test("templates that are missing, paused, or sent with the wrong parameters", async () => {
    await register(simulator, ID);
    const codes = async (...templates: unknown[]): Promise<string[]> => {
      const seen: string[] = [];
      for (const template of templates) seen.push(codeIn(await send(ID, TO, template)));
      return seen;
    };
    assert.deepEqual(await codes(named("nope"), named("account_ready", "de")), ["132001", "132001"]);
    assert.deepEqual(await codes(named("spring_sale"), named("order_update")), ["132015", "132000"]);
    const two = {
      type: "body",
      parameters: [
        { type: "text", text: "Sam" },
        { type: "text", text: "1001" },
      ],
    };
    assert.deepEqual(await codes(named("order_update", "en_US", [two])), ["none"]);
    assert.deepEqual(await codes(named("account_ready", "en_US", [two])), ["132000"]);
    assert.deepEqual(await codes({ name: "account_ready" }, "account_ready", null), ["100", "100", "100"]);
  });

  test("text only within 24 hours of the person's last message", async () => {
    await register(simulator, ID);
    const text = { to: INTERNATIONAL, type: "text", text: { body: "Hello" } };
    assert.equal(codeIn(await post(ID, text)), "131047");
    state.patchNumber(ID, { lastHeardFrom: { [TO]: state.clock.now() } });
    assert.equal(codeIn(await post(ID, text)), "none");
    assert.equal(
      codeIn(await post(ID, { to: INTERNATIONAL, text: { body: "Hello" } })),
      "none",
      "text is what comes without a type",
    );
    state.clock.advance(24 * 3600 + 1);
    assert.equal(codeIn(await post(ID, text)), "131047");
  });

  test("what Meta does not know or cannot send is refused", async () => {
    await register(simulator, ID);
    const good = { to: TO, type: "template", template: named("account_ready") };
    const unknown = errorIn(await post(ID, { ...good, shoes: 1 }));
    assert.deepEqual([unknown.code, unknown.error_data?.details?.includes('"shoes"')], [100, true]);
    const refused: readonly (readonly [object, string])[] = [
      [{ ...good, to: undefined }, "131008"],
      [{ ...good, to: "nobody" }, "131009"],
      [{ ...good, to: "1555" }, "131009"],
      [{ ...good, to: Number(TO) }, "100"],
      [{ ...good, to: "5500000000001" }, "131021"],
      [{ ...good, type: "carrier_pigeon" }, "100"],
      [{ ...good, recipient_type: "crowd" }, "100"],
      [{ ...good, messaging_product: "sms" }, "100"],
      [{ to: TO, type: "text" }, "131008"],
      [{ to: TO, type: "text", text: {} }, "131009"],
      [{ to: TO, type: "image", image: { id: "1" } }, "131051"],
    ];
    for (const [body, code] of refused) assert.equal(codeIn(await post(ID, body)), code, JSON.stringify(body));
  });

  test("without a payment method the call succeeds and the delivery fails", async () => {
    await register(simulator, "556000000000084");
    assert.equal(codeIn(await send("556000000000084", TO)), "none");
    assert.equal(state.messages[0]?.failsWith, 131_042);
  });
});
