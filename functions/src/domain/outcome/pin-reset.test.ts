import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accessReads, CONNECTED, graphError, metaView } from "../../testing/fixtures.ts";
import {
  NOT_SHOWN_UNREGISTERED,
  NUMBER_NOT_READ,
  PIN_MAYBE_SET,
  PIN_NEEDS_REGISTRATION,
  PIN_NOT_SENT,
} from "../advice/pin-reset-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "../advice/two-step-pin-advice.ts";
import { pinStillLocked, stopAfterPin, stopBeforeResettingPin } from "./pin-reset.ts";

describe("before a PIN is set ahead of a registration", () => {
  const stop = (view: ReturnType<typeof metaView> | null) => stopBeforeResettingPin(accessReads({ view }));

  it("a reading has to show that the number is not registered, or connected", () => {
    assert.equal(stop(CONNECTED), null);
    assert.equal(stop(metaView({ status: "DISCONNECTED" })), null);
    assert.equal(stop(metaView({ status: "CONNECTED", platformType: "ON_PREMISE" })), null);
    assert.deepEqual(stop(metaView({ status: "OFFLINE" })), {
      status: "invalid_parameter",
      advice: NOT_SHOWN_UNREGISTERED,
      graphError: null,
      retryAfterMs: null,
    });
  });

  it("a number that cannot be read is left alone, and Meta's word for it is told", () => {
    const numberRefusal = graphError(2);
    assert.deepEqual(stopBeforeResettingPin(accessReads({ view: null, numberRefusal })), {
      status: "meta_unavailable",
      advice: NUMBER_NOT_READ,
      graphError: numberRefusal,
      retryAfterMs: null,
    });
  });

  it("a lock that Meta named is waited for", () => {
    assert.deepEqual(pinStillLocked(5000), {
      status: "pin_locked",
      advice: TWO_STEP_PIN_ADVICE.pin_locked,
      graphError: null,
      retryAfterMs: 5000,
    });
  });
});

describe("after the PIN", () => {
  const failed = (status: "meta_unavailable" | "outcome_unknown" | "not_registered" | "throttled") => ({
    status,
    advice: TWO_STEP_PIN_ADVICE[status],
    graphError: null,
    retryAfterMs: 7,
  });

  it("the registration follows where it is set", () => {
    assert.equal(stopAfterPin({ status: "pin_set", mayRegister: true }, true), null);
  });

  it("the registration says in its own words why it does not follow", () => {
    for (const status of ["meta_unavailable", "outcome_unknown"] as const) {
      const stopped = { ...failed(status), status: "meta_unavailable" };
      assert.deepEqual(stopAfterPin(failed(status), true), { ...stopped, advice: PIN_MAYBE_SET });
      assert.deepEqual(stopAfterPin(failed(status), false), { ...stopped, advice: PIN_NOT_SENT });
    }
    assert.deepEqual(stopAfterPin(failed("not_registered"), true), {
      ...failed("not_registered"),
      status: "invalid_parameter",
      advice: PIN_NEEDS_REGISTRATION,
    });
    assert.deepEqual(stopAfterPin(failed("throttled"), true), failed("throttled"));
  });
});
