import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Reason, ReasonCode } from "../../contract/lifecycle.ts";
import { record } from "../../testing/number-facts.ts";
import { ACCESS_ADVICE, ADVICE, NOT_THIS_NUMBER } from "./advice.ts";
import { reason } from "./reason-advice.ts";

describe("the reason for a number's situation", () => {
  for (const code of ReasonCode.options) {
    it(`${code} is complete sentences, with a step and who takes it`, () => {
      const { message, resolution, actor, ...rest } = Reason.parse(reason(code));
      assert.deepEqual(rest, { code });
      assert.match(message, /^[A-Z].*\.$/);
      assert.ok(["operator", "customer", "meta"].includes(actor), actor);
      assert.ok(resolution.length > 0);
      for (const { title, detail, url } of resolution) {
        assert.match(title, /^[A-Z].*[^.]$/);
        assert.match(detail, /^.*[.)]$/);
        if (url !== undefined) assert.match(url, /^https:\/\/(?:[a-z]+\.)?(?:facebook|metastatus)\.com\//);
      }
    });
  }

  it("is the advice of the failed registration, in the words that were answered", () => {
    const { message, actor, resolution } = ADVICE.pin_locked;
    assert.deepEqual(reason("pin_locked"), { code: "pin_locked", message, actor, resolution });
    assert.equal(reason("pin_locked", record("pin_locked", { message: "Answered." })).message, "Answered.");
    assert.equal(reason("pin_locked", record("pin_locked")).message, message);
    assert.equal(reason("pin_locked", record("pin_mismatch", { message: "Answered." })).message, message);
  });

  it("has the steps that were answered, where they are not those of the status", () => {
    const { actor, resolution } = NOT_THIS_NUMBER;
    const told = record("invalid_parameter", { advised: { actor, resolution: [...resolution] } });
    assert.deepEqual(reason("invalid_parameter", told).resolution, resolution);
    assert.deepEqual(reason("unknown_error", told).resolution, ADVICE.unknown_error.resolution);
  });

  it("is the proven cause of missing access, or else that none was proven", () => {
    const { resolution } = ACCESS_ADVICE.asset_not_assigned;
    const proven = record("missing_permission", { cause: "asset_not_assigned" });
    assert.deepEqual(reason("missing_permission", proven).resolution, resolution);
    for (const known of [undefined, record("missing_permission"), record("missing_permission", { message: "Else." })]) {
      assert.deepEqual(reason("missing_permission", known).resolution, ACCESS_ADVICE.unproven.resolution);
    }
  });
});
