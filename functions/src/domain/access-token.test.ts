import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { AccessToken } from "./access-token.ts";

const TEXT = "EAAinventedAccessToken0000000001";
const token = new AccessToken(TEXT);
/** As careless code would treat it. */
const loose = token as unknown as string;

describe("an access token", () => {
  it("reveals itself when it is asked to", () => assert.equal(token.reveal(), TEXT));

  const shown: Readonly<Record<string, () => unknown>> = {
    "String()": () => String(token),
    "a template": () => `the token is ${loose}`,
    JSON: () => JSON.stringify({ deep: [{ token }] }),
    "inspect with everything": () => inspect({ token }, { showHidden: true, depth: 9, showProxy: true, getters: true }),
    "inspect without custom": () => inspect(token, { customInspect: false, showHidden: true }),
    format: () => format("%s %o %O %j", token, token, token, token),
    "a spread": () => JSON.stringify({ ...(token as object) }),
    "V8's serializer": () => inspect(deserialize(serialize(token))) + serialize(token).toString("latin1"),
    "an error that carries it": () => inspect(new Error("failed", { cause: token })),
  };
  for (const [way, show] of Object.entries(shown)) {
    it(`does not show in ${way}`, () => assert.ok(!String(show()).includes("invented"), String(show())));
  }

  it("is called [TOKEN] where it is printed", () => {
    assert.deepEqual([String(token), JSON.stringify(token), inspect(token)], ["[TOKEN]", '"[TOKEN]"', "[TOKEN]"]);
  });

  for (const wrong of ["", "two words", "a\nb", "ünvented"]) {
    it(`refuses ${JSON.stringify(wrong)} without repeating it`, () => {
      const message = "An access token is made of printable characters, without spaces.";
      assert.throws(() => new AccessToken(wrong), { name: "RangeError", message });
      assert.throws(
        () => new AccessToken(wrong),
        (error: unknown) => wrong === "" || !inspect(error).includes(wrong),
      );
    });
  }
});
