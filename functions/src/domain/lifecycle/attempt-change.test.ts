import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegistrationRecord } from "../../contract/phone-number.ts";
import { CONNECTED, metaView, refusedForVerification } from "../../testing/fixtures.ts";
import { budget } from "../../testing/number-facts.ts";
import { changeAfter, changeAfterCall, changeBefore, type AtTheEnd } from "./attempt-change.ts";
import { VERIFIED_SINCE } from "./registration-seen.ts";

const T = Date.UTC(2030, 0, 1);
const attempts = budget();
const record = (status: RegistrationRecord["status"]): RegistrationRecord => ({ ...refusedForVerification(T), status });
const OPEN = { status: "outcome_unknown", reservedAt: T } as const;

describe("what a number's document says of an attempt that begins", () => {
  it("is that it is under way, unless the outcome of an earlier one is open", () => {
    const registration = record("in_progress");
    assert.deepEqual(changeBefore("register", registration, { attempts, open: null }), { registration, attempts });
    assert.deepEqual(changeBefore("register", registration, { attempts, open: OPEN }), { attempts });
    assert.equal(changeBefore("deregister", registration, { attempts, open: null }), null);
  });
});

describe("what a number's document says of an attempt that ended", () => {
  const at = (rest: Partial<AtTheEnd> = {}): AtTheEnd => ({
    attempts,
    holdsLease: true,
    open: null,
    known: undefined,
    ...rest,
  });
  const spent = { spent: true, view: CONNECTED };
  const given = { spent: false, view: CONNECTED };

  it("is how registering ended, if the attempt still speaks for the number", () => {
    const registration = record("registered");
    const whole = { view: CONNECTED, attempts, registration };
    assert.deepEqual(changeAfter("register", spent, registration, at()), whole);
    assert.deepEqual(changeAfter("register", given, registration, at()), whole);
    assert.deepEqual(changeAfter("register", spent, registration, at({ holdsLease: false })), {
      view: CONNECTED,
      attempts,
    });
  });

  it("does not hide that an earlier outcome is open", () => {
    const silent = { view: CONNECTED, attempts };
    const says = (status: RegistrationRecord["status"], rest: Partial<AtTheEnd>, end = given) =>
      changeAfter("register", end, record(status), at(rest));
    assert.deepEqual(says("invalid_token", { open: OPEN }), silent);
    assert.deepEqual(says("outcome_unknown", { open: OPEN, known: record("outcome_unknown") }), silent);
    for (const [status, rest, end] of [
      ["invalid_token", { open: OPEN }, spent],
      ["registered", { open: OPEN }, given],
      ["outcome_unknown", { open: OPEN }, given],
      ["outcome_unknown", { open: OPEN, known: record("in_progress") }, given],
      ["invalid_token", { open: null }, given],
    ] as const)
      assert.deepEqual(says(status, rest, end), { ...silent, registration: record(status) }, status);
  });

  it("is of a deregistration only that it worked", () => {
    const ended = (status: RegistrationRecord["status"], end = spent, rest: Partial<AtTheEnd> = {}) =>
      changeAfter("deregister", end, record(status), at(rest));
    for (const status of ["deregistered", "awaiting_meta"] as const)
      assert.deepEqual(ended(status), { view: CONNECTED, registration: record("deregistered") });
    for (const change of [
      ended("invalid_token"),
      ended("deregistered", given),
      ended("deregistered", spent, { holdsLease: false }),
    ])
      assert.deepEqual(change, { view: CONNECTED });
  });
});

describe("what a number's document says after a call that spends nothing", () => {
  const after = (known: RegistrationRecord | undefined, status: string, view: typeof CONNECTED | null) =>
    changeAfterCall(known, { status, view, by: "uid-2", now: T + 5 });

  it("is what was read, where something was", () => {
    const view = metaView();
    for (const [known, status] of [
      [undefined, "verified"],
      [record("pin_mismatch"), "verified"],
      [record("verification_required"), "code_sent"],
    ] as const) {
      assert.deepEqual(after(known, status, view), { view });
      assert.equal(after(known, status, null), null);
    }
  });

  it("is that ownership no longer stands in the way, once it was verified", () => {
    assert.deepEqual(after(record("verification_required"), "verified", null), {
      view: null,
      registration: {
        status: "not_registered",
        at: new Date(T + 5).toISOString(),
        by: "uid-2",
        message: VERIFIED_SINCE,
        retryAt: null,
        graphError: null,
      },
    });
  });
});
