import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEnv } from "node:util";
import { dotenv } from "./staged-functions.ts";

describe("dotenv", () => {
  it("is read back as it was, spaces, # and the empty value too", () => {
    const values = { URL: "http://127.0.0.1:4010", EMPTY: "", LIST: "a, b # c", STAR: "*" };
    assert.deepEqual({ ...parseEnv(dotenv(values)) }, values);
  });

  for (const value of ['say "no"', String.raw`a\b`, "two\nlines"]) {
    it(`refuses ${JSON.stringify(value)} rather than write it wrongly`, () => {
      assert.throws(() => dotenv({ A: value }), /^Error: A: /u);
    });
  }
});
