import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { waitingTime } from "./waiting-time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("waitingTime", () => {
  const cases: readonly (readonly [string | null, number | null])[] = [
    ["Try again in 30 seconds.", 30_000],
    ["Try again in 1 minute", MINUTE],
    ["Try again in 90seconds", 90_000],
    ["Please wait 5 Minutes before retrying", 5 * MINUTE],
    ["Try again in 1 hour 30 minutes.", 90 * MINUTE],
    ["You can try again in 2 days, 3 hours.", 51 * HOUR],
    ["Blocked for 72 hours", 72 * HOUR],
    ["Wait 100000 seconds", 100_000_000],
    ["Wait 7 days", 168 * HOUR],
    ["Wait 8 days", null],
    ["Wait 1234567 seconds", null],
    ["Wait 1.5 hours", null],
    ["Wait 1,5 hours", null],
    ["Wait 0 minutes", null],
    ["Wait a minute", null],
    ["Tente novamente em 2 horas.", null],
    ["5 minuteses", null],
    ["Code 133009", null],
    ["", null],
    [null, null],
  ];
  for (const [sentence, expected] of cases) {
    it(`reads ${JSON.stringify(sentence)} as ${expected}`, () => assert.equal(waitingTime(sentence), expected));
  }

  it("looks no further than a thousand characters", () => {
    assert.equal(waitingTime(`${" ".repeat(2000)}5 minutes`), null);
  });

  it("is a wait of up to a week or nothing, whatever it is given, and quickly", () => {
    const unit = fc.constantFrom("second", "minutes", "hour", "Days", "x", "");
    const phrase = fc
      .tuple(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), unit)
      .map(([amount, word]) => `${amount} ${word}`);
    const sentences = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(phrase).map((phrases) => phrases.join(" ")),
    );
    fc.assert(
      fc.property(sentences, (sentence) => {
        const wait = waitingTime(sentence);
        assert.ok(wait === null || (Number.isSafeInteger(wait) && wait > 0 && wait <= 168 * HOUR), String(wait));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
