import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../../contract/phone-number.ts";
import { TwoStepPinResult } from "../../contract/set-two-step-pin.ts";
import { accessReads, CONNECTED, graphError, metaView, NUMBER, tokenFacts } from "../../testing/fixtures.ts";
import type { AccessReads } from "../diagnosis/access-findings.ts";
import { pinSet, stopBeforeSettingPin, twoStepPinResult } from "./two-step-pin.ts";

const NOW = Date.UTC(2030, 0, 1);
const ON_APP = metaView({ status: "DISCONNECTED", isOnBusinessApp: true });

describe("what is known before a two-step PIN is set", () => {
  const stops: readonly (readonly [string, AccessReads, string | undefined])[] = [
    ["nothing could be read", accessReads(), undefined],
    ["the number is not registered", accessReads({ view: metaView() }), undefined],
    ["the number is connected", accessReads({ view: CONNECTED }), undefined],
    ["the app holds the number", accessReads({ view: ON_APP }), "number_on_business_app"],
    [
      "the number is connected and on the app",
      accessReads({ view: { ...CONNECTED, isOnBusinessApp: true } }),
      undefined,
    ],
    ["the token is no good", accessReads({ token: tokenFacts({ isValid: false }), view: CONNECTED }), "invalid_token"],
    ["the number is refused for the token's sake", accessReads({ numberRefusal: graphError(190) }), "invalid_token"],
  ];
  for (const [situation, reads, status] of stops) {
    it(`stops at ${status ?? "nothing"} when ${situation}`, () =>
      assert.equal(stopBeforeSettingPin(reads)?.status, status));
  }
});

describe("a two-step PIN that is set", () => {
  const USE_IT =
    "The two-step PIN is set. Call registerPhoneNumber with it: a wrong or locked PIN no longer stands in the way.";
  const KEPT =
    "The two-step PIN is set. The number is connected and stays so; the next registration asks for this PIN.";
  const cases: readonly (readonly [string, MetaView | null, boolean, string])[] = [
    ["a number that is not connected", metaView(), true, USE_IT],
    ["a number that could not be read", null, true, USE_IT],
    ["a connected number", CONNECTED, false, KEPT],
    ["a flagged number", { ...CONNECTED, status: "FLAGGED" }, false, KEPT],
    ["a number that is out of service", { ...CONNECTED, status: "BANNED" }, true, USE_IT],
  ];
  for (const [name, view, mayRegister, message] of cases) {
    it(`says what comes next for ${name}`, () => {
      const result = TwoStepPinResult.parse(twoStepPinResult(pinSet(view), NUMBER, NOW));
      assert.ok(result.status === "pin_set");
      assert.equal(result.mayRegister, mayRegister);
      assert.equal(result.message, message);
    });
  }
});
