import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError, tokenFacts } from "../../testing/fixtures.ts";
import type { TokenFacts } from "../diagnosis/access-findings.ts";
import type { Read } from "../read.ts";
import { tokenView } from "./token-view.ts";

const NOW = Date.UTC(2030, 0, 1);
const WEEK = 7 * 86_400_000;
const AT = new Date(NOW).toISOString();
const BEFORE = "2029-12-31T00:00:00.000Z";

const shows = (rest: Partial<TokenFacts> = {}): Read<TokenFacts> => ({ ok: true, value: tokenFacts(rest) });
const refuses = (code: number): Read<TokenFacts> => ({
  ok: false,
  failure: { kind: "refused", error: graphError(code) },
});
const iso = (ms: number): string => new Date(ms).toISOString();

describe("what a reading of the token says", () => {
  const cases: readonly (readonly [string, Read<TokenFacts>, "valid" | "expires_soon" | "invalid", number | null])[] = [
    ["that never ends", shows(), "valid", null],
    ["that ends in a week", shows({ expiresAt: NOW + WEEK }), "valid", NOW + WEEK],
    ["that ends within a week", shows({ expiresAt: NOW + WEEK - 1 }), "expires_soon", NOW + WEEK - 1],
    ["whose access to data ends", shows({ dataAccessExpiresAt: NOW + 1 }), "expires_soon", NOW + 1],
    [
      "whose access to data ends first",
      shows({ expiresAt: NOW + 2 * WEEK, dataAccessExpiresAt: NOW + WEEK }),
      "valid",
      NOW + WEEK,
    ],
    ["that ends first", shows({ expiresAt: NOW + 1, dataAccessExpiresAt: NOW + WEEK }), "expires_soon", NOW + 1],
    ["that Meta calls invalid", shows({ isValid: false }), "invalid", null],
    ["that Meta calls invalid, with its end", shows({ isValid: false, expiresAt: NOW - 1 }), "invalid", NOW - 1],
    ["that Meta refuses to look at", refuses(190), "invalid", null],
  ];
  for (const [name, read, state, end] of cases) {
    it(`is ${state} of one ${name}`, () => {
      const expiresAt = end === null ? null : iso(end);
      assert.deepEqual(tokenView(read, null, NOW), { state, expiresAt, at: AT });
    });
  }

  it("is nothing new where the token could not be looked at, or was refused for another reason", () => {
    const known = { state: "valid", expiresAt: null, at: BEFORE } as const;
    const silent: Read<TokenFacts> = { ok: false, failure: { kind: "timeout", reason: "x" } };
    for (const read of [silent, refuses(4), refuses(100)]) {
      assert.equal(tokenView(read, known, NOW), known);
      assert.equal(tokenView(read, null, NOW), null);
    }
  });

  it("keeps since when it has been so, until its state or its end is another", () => {
    const known = { state: "valid", expiresAt: iso(NOW + 2 * WEEK), at: BEFORE } as const;
    assert.equal(tokenView(shows({ expiresAt: NOW + 2 * WEEK }), known, NOW)?.at, BEFORE);
    assert.equal(tokenView(shows({ expiresAt: NOW + 3 * WEEK }), known, NOW)?.at, AT);
    const invalid = shows({ isValid: false, expiresAt: NOW + 2 * WEEK });
    assert.equal(tokenView(invalid, known, NOW)?.at, AT);
  });
});
