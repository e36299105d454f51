import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { SignupCode } from "./signup-code.ts";

describe("a code of Embedded Signup", () => {
  it("reveals itself when it is asked to, and is called [code] where it is printed", () => {
    const code = new SignupCode("AQinventedSignupCode");
    assert.equal(code.reveal(), "AQinventedSignupCode");
    assert.deepEqual([String(code), JSON.stringify(code), inspect(code)], ["[code]", '"[code]"', "[code]"]);
  });

  for (const wrong of ["", "two words", "a\nb", "ünvented"]) {
    it(`refuses ${JSON.stringify(wrong)} without repeating it`, () => {
      assert.throws(() => new SignupCode(wrong), {
        name: "RangeError",
        message: "A code of Embedded Signup is made of printable characters.",
      });
    });
  }
});
