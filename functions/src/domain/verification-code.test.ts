import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { VerificationCode } from "./verification-code.ts";

const DIGITS = "046813";
const code = new VerificationCode("046-813");
/** As careless code would treat it. */
const loose = code as unknown as string;

describe("a verification code", () => {
  it("reveals its six digits without the hyphen", () => {
    assert.equal(code.reveal(), DIGITS);
    assert.equal(new VerificationCode(DIGITS).reveal(), DIGITS);
  });

  const shown: Readonly<Record<string, () => unknown>> = {
    "String()": () => String(code),
    "a template": () => `the code is ${loose}`,
    JSON: () => JSON.stringify({ deep: [{ code }] }),
    "inspect with everything": () => inspect({ code }, { showHidden: true, depth: 9, showProxy: true, getters: true }),
    "inspect without custom": () => inspect(code, { customInspect: false, showHidden: true }),
    format: () => format("%s %o %O %j %d", code, code, code, code, code),
    "a spread": () => JSON.stringify({ ...(code as object) }),
    "V8's serializer": () => inspect(deserialize(serialize(code))) + serialize(code).toString("latin1"),
    "a number made from it": () => String(Number(code)),
  };
  for (const [way, show] of Object.entries(shown)) {
    it(`does not show in ${way}`, () => assert.doesNotMatch(String(show()), /046|813/));
  }

  it("is called [code] where it is printed", () => {
    assert.deepEqual([String(code), JSON.stringify(code), inspect(code)], ["[code]", '"[code]"', "[code]"]);
  });

  for (const wrong of ["", "12345", "1234567", "12-3456", "123--456", "123 456", "123456\n", "１２３４５６"]) {
    it(`refuses ${JSON.stringify(wrong)} without repeating it`, () => {
      const message = "A verification code has exactly six digits.";
      assert.throws(() => new VerificationCode(wrong), { name: "RangeError", message });
      assert.throws(
        () => new VerificationCode(wrong),
        (error: unknown) => wrong === "" || !inspect(error).includes(wrong.trim()),
      );
    });
  }
});
