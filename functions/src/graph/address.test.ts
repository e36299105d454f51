import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { NUMBER } from "../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { graphUrl } from "./address.ts";

const META = { baseUrl: "https://graph.facebook.com", version: "v25.0" };

describe("a Graph URL", () => {
  it("is origin, version and parts", () => {
    assert.equal(graphUrl(META, [NUMBER, "register"], {}).href, `https://graph.facebook.com/v25.0/${NUMBER}/register`);
    assert.equal(
      graphUrl(META, ["debug_token"], { a: "b&c=d#e/.." }).href,
      "https://graph.facebook.com/v25.0/debug_token?a=b%26c%3Dd%23e%2F..",
    );
  });

  const parts = [
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "a%2fb",
    "%2e%2e",
    "//evil.test",
    "https://evil.test",
    "@evil.test",
    "\\\\evil",
    "550000000000001?",
    "550000000000001#",
    " 550000000000001",
    "550000000000001\n",
    "١٢٣٤٥٦٧",
    "1234",
    "1".repeat(21),
    "Register",
    "re-gister",
    "550000000000001/../me",
  ];
  for (const part of parts) {
    it(`refuses the part ${JSON.stringify(part)}, without repeating it`, () => {
      assert.throws(
        () => graphUrl(META, [part], {}),
        (error: unknown) => error instanceof RangeError && (part.length < 3 || !error.message.includes(part)),
      );
    });
  }

  for (const version of [
    "",
    "25.0",
    "v25",
    "v25.0/",
    "v25.0/../x",
    "../v25.0",
    "v25.0@evil.test",
    "v25.0\n",
    "V25.0",
    "v1234.0",
  ]) {
    it(`refuses the version ${JSON.stringify(version)}`, () => {
      assert.throws(() => graphUrl({ ...META, version }, [NUMBER], {}), RangeError);
    });
  }

  it("takes nothing but the origin from a base URL", () => {
    const url = graphUrl({ ...META, baseUrl: "https://user:word@graph.facebook.com/evil/?q=1#f" }, [NUMBER], {});
    assert.equal(url.href, `https://graph.facebook.com/v25.0/${NUMBER}`);
  });

  it("never leaves its origin, its version or its two parts, whatever it is given", () => {
    const part = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.stringMatching(/^[0-9./\\%a-z@:]{1,12}$/));
    fc.assert(
      fc.property(part, part, fc.dictionary(fc.string(), fc.string()), (first, second, query) => {
        let url: URL;
        try {
          url = graphUrl(META, [first, second], query);
        } catch (error) {
          assert.ok(error instanceof RangeError);
          return;
        }
        assert.equal(url.origin, "https://graph.facebook.com");
        assert.match(url.pathname, /^\/v25\.0\/(?:[a-z_]+|\d{5,20})\/(?:[a-z_]+|\d{5,20})$/);
        assert.deepEqual([url.username, url.password, url.hash], ["", "", ""]);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
