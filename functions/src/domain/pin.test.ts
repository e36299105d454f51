import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { Pin } from "./pin.ts";

const DIGITS = "046813";
const pin = new Pin(DIGITS);
/** As code sees it that lost sight of the type. */
const loose = pin as unknown as string;

describe("a PIN", () => {
  it("reveals its digits, leading zeros too, when it is asked to", () => assert.equal(pin.reveal(), DIGITS));

  const shown: Readonly<Record<string, () => unknown>> = {
    "String()": () => String(pin),
    "toString()": () => pin.toString(),
    "a template": () => `the PIN is ${loose}`,
    concatenation: () => "the PIN is " + loose,
    JSON: () => JSON.stringify(pin),
    "JSON of an object around it": () => JSON.stringify({ deep: [{ pin }] }),
    inspect: () => inspect(pin),
    "inspect with everything": () => inspect({ pin }, { showHidden: true, depth: 9, showProxy: true, getters: true }),
    "inspect without custom": () => inspect(pin, { customInspect: false, showHidden: true }),
    format: () => format("%s %o %O %j %d", pin, pin, pin, pin, pin),
    "a spread": () => JSON.stringify({ ...(pin as object) }),
    "its entries": () =>
      JSON.stringify([Object.entries(pin), Reflect.ownKeys(pin), Object.getOwnPropertyDescriptors(pin)]),
    "a structured clone": () => inspect(structuredClone(pin)),
    "V8's serializer": () => inspect(deserialize(serialize(pin))) + serialize(pin).toString("latin1"),
    "an error that carries it": () => inspect(new Error("failed", { cause: pin })),
    "an assertion that fails on it": () => {
      try {
        assert.deepEqual({ pin }, { pin: null });
      } catch (error) {
        return inspect(error);
      }
      return assert.fail("the assertion held");
    },
    "an error made from it": () => inspect(new Error(String(pin))),
    "a number made from it": () => String(Number(pin)),
  };
  for (const [way, show] of Object.entries(shown)) {
    it(`does not show in ${way}`, () => assert.ok(!String(show()).includes(DIGITS), String(show())));
  }

  it("is called [PIN] where it is printed", () => {
    assert.deepEqual([`<${loose}>`, JSON.stringify(pin), inspect(pin)], ["<[PIN]>", '"[PIN]"', "[PIN]"]);
    assert.equal(pin.toString(), "[PIN]");
  });

  for (const wrong of ["", "12345", "1234567", "12345a", " 123456", "123456\n", "１２３４５６", "-12345", "1e5000"]) {
    it(`refuses ${JSON.stringify(wrong)} without repeating it`, () => {
      assert.throws(() => new Pin(wrong), { name: "RangeError", message: "A PIN has exactly six digits." });
      assert.throws(
        () => new Pin(wrong),
        (error: unknown) => wrong === "" || !inspect(error).includes(wrong.trim()),
      );
    });
  }
});
