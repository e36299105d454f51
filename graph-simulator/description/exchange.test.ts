import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EndpointName } from "../target.ts";
import { ask, register } from "../testing/ask.ts";
import { describedSimulator } from "../testing/described-simulator.ts";
import { DEVIATIONS } from "./deviations.ts";
import { complaintsAboutAnswer, complaintsAboutRequest, type Exchange } from "./exchange.ts";

const exchange = (change: Partial<Exchange>): Exchange => ({
  method: "POST",
  path: "/v25.0/550000000000001/register",
  endpoint: "register",
  parameters: { messaging_product: "whatsapp", pin: "123456", appsecret_proof: "x" },
  status: 200,
  answer: { success: true },
  ...change,
});

describe("Meta's description", () => {
  it("allows what is right", () => {
    assert.deepEqual(complaintsAboutRequest(exchange({})), []);
    assert.deepEqual(complaintsAboutAnswer(exchange({})), []);
  });

  it("allows no other answer, for any call", () => {
    for (const endpoint of EndpointName.options) {
      assert.notDeepEqual(complaintsAboutAnswer(exchange({ endpoint, answer: { surprise: 1 } })), [], endpoint);
    }
    assert.notDeepEqual(complaintsAboutAnswer(exchange({ answer: { success: true, pin: 1 } })), []);
    assert.notDeepEqual(complaintsAboutAnswer(exchange({ status: 500 })), []);
    assert.notDeepEqual(complaintsAboutAnswer(exchange({ answer: { error: { code: 1 } } })), []);
    assert.notDeepEqual(complaintsAboutAnswer(exchange({ endpoint: null })), []);
  });

  it("allows no other request, and repeats no value", () => {
    const wrong: readonly Partial<Exchange>[] = [
      { parameters: { messaging_product: "whatsapp", pin: "98765" } },
      { parameters: { messaging_product: "whatsapp", pin: "987654", force: true } },
      { endpoint: "debug_token", parameters: {} },
      { endpoint: "list_numbers", parameters: { sort: "size.asc" } },
      { endpoint: null },
    ];
    for (const change of wrong) {
      const complaints = complaintsAboutRequest(exchange(change));
      assert.notDeepEqual(complaints, [], JSON.stringify(change));
      assert.ok(!complaints.join(" ").includes("98765"));
    }
  });

  it("is asked of every call to a simulator that stands behind it", async () => {
    const right = await describedSimulator();
    await register(right, "550000000000001");
    await right.close();
    const wrong = await describedSimulator();
    await ask(wrong, "GET", "550000000000001/shoes");
    await register(wrong, "550000000000001", "12");
    await assert.rejects(wrong.close(), /shoes: no such call\n.*register: the request, pin/);
  });
});

it("is left in named places only, each with a reason", () => {
  const places = DEVIATIONS.map(({ where }) => where);
  assert.equal(new Set(places).size, places.length);
  for (const { where, described, here, reason } of DEVIATIONS) {
    assert.ok(
      [described, here, reason].every((text) => text !== ""),
      where,
    );
    assert.notEqual(described, here, where);
  }
});
