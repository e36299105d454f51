import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Actor, Resolution } from "../../contract/failure.ts";
import { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { ACCESS_ADVICE, ADVICE, NOT_THIS_NUMBER, type Advice } from "./advice.ts";
import { NOT_SHOWN_UNREGISTERED, NUMBER_NOT_READ, PIN_MAYBE_SET, PIN_NOT_SENT } from "./pin-reset-advice.ts";

const all: Readonly<Record<string, Advice>> = { ...ADVICE, ...ACCESS_ADVICE };

describe("advice", () => {
  for (const [situation, { message, actor, resolution }] of Object.entries(all)) {
    it(`for ${situation} is complete sentences and steps that the contract allows`, () => {
      assert.match(message, /^[A-Z].*\.$/);
      Actor.parse(actor);
      assert.ok(resolution.length > 0);
      for (const step of resolution) {
        Resolution.parse(step);
        assert.match(step.title, /^[A-Z].*[^.]$/, step.title);
        assert.match(step.detail, /[.)]$/, step.detail);
        if (step.url !== undefined) assert.match(step.url, /^https:\/\/(?:[a-z]+\.)?(?:facebook|metastatus)\.com\//);
      }
    });
  }

  it("exists for every way of failing, and names the steps that missing access needs", () => {
    for (const status of RegistrationFailureStatus.options) {
      if (status !== "missing_permission") assert.ok(ADVICE[status].message, status);
    }
    for (const needed of [
      "Generate a new token",
      "Store the token and deploy",
      "Give the system user the WhatsApp account",
    ]) {
      assert.ok(JSON.stringify(ACCESS_ADVICE.asset_not_assigned).includes(needed), needed);
    }
    const steps = JSON.stringify(ACCESS_ADVICE.scope_not_granted);
    for (const needed of ["System users", "Generate", "secrets:set META_SYSTEM_USER_TOKEN", "deploy"]) {
      assert.ok(steps.includes(needed), needed);
    }
  });

  it("never lets a caller try again by itself where that cannot help or must not be done", () => {
    const helps = new Set([
      "pin_mismatch",
      "pin_locked",
      "verification_required",
      "rate_limited",
      "throttled",
      "recently_deleted",
      "meta_unavailable",
      "in_progress",
    ]);
    for (const [status, { retryable }] of Object.entries(ADVICE)) assert.equal(retryable, helps.has(status), status);
    for (const advice of [...Object.values(ACCESS_ADVICE), NOT_THIS_NUMBER, NOT_SHOWN_UNREGISTERED])
      assert.equal(advice.retryable, false, advice.message);
    for (const advice of [NUMBER_NOT_READ, PIN_MAYBE_SET, PIN_NOT_SENT])
      assert.equal(advice.retryable, true, advice.message);
  });

  it("warns that Meta uses one code for a locked account and a wrong PIN", () => {
    assert.match(ADVICE.account_locked.message, /wrong PIN/);
  });
});
