import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegistrationRecord } from "../../contract/phone-number.ts";
import { CONNECTED, metaView, refusedForVerification } from "../../testing/fixtures.ts";
import { budget } from "../../testing/number-facts.ts";
import {
  changeAfter,
  changeAfterCall,
  changeBefore,
  changeOnRefusal,
  isRecordOf,
  type AtTheEnd,
} from "./attempt-change.ts";
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

describe("what a number's document says of an attempt that was refused", () => {
  const about = { by: "uid-1", attempts, open: null, known: undefined, now: T } as const;
  const exhausted = { reason: "exhausted", until: T + 3_600_000 } as const;
  const change = changeOnRefusal("register", exhausted, about);
  const said = change?.registration;

  it("is why, once", () => {
    assert.deepEqual([said?.status, said?.by, change?.attempts], ["rate_limited", "uid-1", attempts]);
    assert.equal(changeOnRefusal("register", exhausted, { ...about, known: said }), null);
    const later = { reason: "exhausted", until: T + 7_200_000 } as const;
    assert.notEqual(changeOnRefusal("register", later, { ...about, known: said }), null);
    const earlierStatus = said === undefined ? undefined : { ...said, status: "registered" as const };
    assert.notEqual(changeOnRefusal("register", exhausted, { ...about, known: earlierStatus }), null);
  });

  it("is nothing while another call holds the number, and of a deregistration", () => {
    assert.equal(changeOnRefusal("register", { reason: "leased", until: T }, about), null);
    assert.equal(changeOnRefusal("deregister", exhausted, about), null);
  });
});

describe("a record", () => {
  it("is that of the attempt that its caller began at its time", () => {
    const begun = { ...record("in_progress"), by: "uid-1", at: new Date(T).toISOString() };
    assert.ok(isRecordOf(begun, { by: "uid-1", reservedAt: T }));
    assert.ok(!isRecordOf(begun, { by: "uid-2", reservedAt: T }));
    assert.ok(!isRecordOf(begun, { by: "uid-1", reservedAt: T + 1 }));
    assert.ok(!isRecordOf(undefined, { by: "uid-1", reservedAt: T }));
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
