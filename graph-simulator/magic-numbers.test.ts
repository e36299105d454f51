import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { FAMILIES } from "./magic/magic-number.ts";
import type { EndpointName } from "./target.ts";
import { type Asked, ask, errorIn, simulatorForTests } from "./testing/ask.ts";

test("ids are 15 digits, or beyond 2^53 where that is their part, of a known family, and given once", () => {
  const ids = MAGIC_NUMBERS.map((row) => row.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) {
    assert.ok(/^\d{15}$/.test(id) || (/^\d{17}$/.test(id) && Number(id) > Number.MAX_SAFE_INTEGER), id);
    assert.ok(Object.hasOwn(FAMILIES, id.slice(0, 3)), `${id} has a prefix that FAMILIES does not explain`);
  }
});

/** A right request for each call that a magic number may refuse. */
const CALLS: Partial<Record<EndpointName, readonly [edge: string, body: unknown]>> = {
  register: ["register", { messaging_product: "whatsapp", pin: "123456" }],
  deregister: ["deregister", {}],
  request_code: ["request_code", { code_method: "SMS", language: "en_US" }],
  verify_code: ["verify_code", { code: "246810" }],
  send_message: [
    "messages",
    { messaging_product: "whatsapp", to: "15550001111", type: "text", text: { body: "Hello" } },
  ],
};

describe("a number named after a code or a subcode is refused with it", async () => {
  const simulator = await simulatorForTests();
  for (const { id, title } of MAGIC_NUMBERS.filter((row) => /^55[45]/.test(row.id))) {
    test(`${id}: ${title}`, async () => {
      const [endpoint] = Object.keys(simulator.state.numbers.get(id)?.faults ?? {}) as EndpointName[];
      const [edge, body] = (endpoint === undefined ? undefined : CALLS[endpoint]) ?? ["no call refuses", {}];
      const answer: Asked = await ask(simulator, "POST", `${id}/${edge}`, { body });
      const { code, error_subcode: subcode } = errorIn(answer);
      assert.equal(id.startsWith("555") ? code : subcode, Number(id.slice(3)));
    });
  }
});
