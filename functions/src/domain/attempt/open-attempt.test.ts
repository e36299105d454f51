import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptDocument, MetaView } from "../../contract/phone-number.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import type { Operation } from "./attempt-window.ts";
import { GIVE_UP_MS, judgeAttempt, openUntil, type OpenAttempt } from "./open-attempt.ts";

const T0 = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const OFF = metaView({ status: "DISCONNECTED" });
const SAYS_NOTHING = metaView({ status: null });
/** Connected, and onboarded so long after the attempt was reserved. */
const onboarded = (ms: number): MetaView => ({ ...CONNECTED, lastOnboardedAt: new Date(T0 + ms).toISOString() });

const attempt = (rest: Partial<OpenAttempt> = {}): OpenAttempt => ({
  attemptId: "a",
  operation: "register",
  status: "outcome_unknown",
  reservedAt: T0,
  before: metaView(),
  ...rest,
});

describe("an attempt of unknown outcome", () => {
  type Case = readonly [name: string, before: MetaView | null, now: MetaView, ends: AttemptDocument["status"] | null];
  const registrations: readonly Case[] = [
    ["was not connected and is", metaView(), CONNECTED, "registered"],
    ["was not connected and is not", metaView(), metaView(), null],
    ["was not connected, and nothing is said of it now", metaView(), SAYS_NOTHING, null],
    ["was connected and is, no time of onboarding given", CONNECTED, CONNECTED, "outcome_unknown"],
    ["was connected without a time of onboarding, and has a new one", CONNECTED, onboarded(1000), "registered"],
    ["was connected, and was onboarded anew", onboarded(-HOUR), onboarded(1000), "registered"],
    [
      "was connected a minute before, and has not been since",
      onboarded(-MINUTE),
      onboarded(-MINUTE),
      "outcome_unknown",
    ],
    ["was connected, and has lost its time of onboarding", onboarded(-HOUR), CONNECTED, "outcome_unknown"],
    ["was seen unconnected too late: it had been onboarded", metaView(), onboarded(-HOUR), "outcome_unknown"],
    ["was onboarded just within what clocks differ", metaView(), onboarded(-5 * MINUTE), "registered"],
    ["was onboarded just outside what clocks differ", metaView(), onboarded(-5 * MINUTE - 1), "outcome_unknown"],
    ["was never read before and is connected", null, CONNECTED, "outcome_unknown"],
    ["was never read before and is onboarded since", null, onboarded(1000), "registered"],
    ["said nothing before and is connected", SAYS_NOTHING, CONNECTED, "outcome_unknown"],
    ["said nothing before and is onboarded since", SAYS_NOTHING, onboarded(1000), "registered"],
  ];
  const deregistrations: readonly Case[] = [
    ["was connected and is not", CONNECTED, OFF, "deregistered"],
    [
      "was connected long ago and is not",
      onboarded(-HOUR),
      { ...onboarded(-HOUR), status: "DISCONNECTED" },
      "deregistered",
    ],
    ["was connected and is", CONNECTED, CONNECTED, null],
    ["was connected, and nothing is said of it now", CONNECTED, SAYS_NOTHING, null],
    ["was not connected and is not", { ...OFF, lastOnboardedAt: "2029-01-01T00:00:00+0000" }, OFF, "outcome_unknown"],
    ["was never read before and is not connected", null, OFF, "outcome_unknown"],
    ["said nothing before and is not connected", SAYS_NOTHING, OFF, "outcome_unknown"],
  ];
  const tables: readonly (readonly [Operation, readonly Case[]])[] = [
    ["register", registrations],
    ["deregister", deregistrations],
  ];
  for (const [operation, cases] of tables) {
    for (const [name, before, view, ends] of cases) {
      it(`to ${operation} ${ends === null ? "stays open" : `ends as ${ends}`} where the number ${name}`, () => {
        const expected = ends === null ? null : { attemptId: "a", status: ends, final: true };
        assert.deepEqual(judgeAttempt(attempt({ operation, before }), view, T0 + MINUTE), expected);
      });
    }
  }

  it("is given up after ten minutes, but not while the number cannot be read", () => {
    const given = { attemptId: "a", status: "outcome_unknown", final: true };
    assert.equal(judgeAttempt(attempt(), metaView(), T0 + 10 * MINUTE - 1), null);
    assert.deepEqual(judgeAttempt(attempt(), metaView(), T0 + 10 * MINUTE), given);
    assert.equal(judgeAttempt(attempt(), null, T0 + 100 * HOUR), null);
  });

  it("was abandoned where it is still said to be in progress, which is said once", () => {
    const abandoned = attempt({ status: "in_progress" });
    const open = { attemptId: "a", status: "outcome_unknown", final: false };
    for (const view of [null, metaView()]) assert.deepEqual(judgeAttempt(abandoned, view, T0 + MINUTE), open);
    assert.deepEqual(judgeAttempt(abandoned, CONNECTED, T0 + MINUTE), { ...open, status: "registered", final: true });
  });

  it("keeps Meta's own failure as its status", () => {
    const failed = attempt({ status: "meta_unavailable" });
    assert.equal(judgeAttempt(failed, metaView(), T0 + MINUTE), null);
    const given = { attemptId: "a", status: "meta_unavailable", final: true };
    assert.deepEqual(judgeAttempt(failed, metaView(), T0 + GIVE_UP_MS), given);
  });
});

describe("an attempt that Meta accepted", () => {
  const tables: readonly (readonly [Operation, shown: MetaView, not: MetaView, "registered" | "deregistered"])[] = [
    ["register", CONNECTED, metaView(), "registered"],
    ["deregister", OFF, CONNECTED, "deregistered"],
  ];
  for (const [operation, shown, not, status] of tables) {
    const accepted = attempt({ operation, status: "awaiting_meta", before: null });

    it(`to ${operation} has worked as soon as Meta shows it, whatever was before`, () => {
      assert.deepEqual(judgeAttempt(accepted, shown, T0 + 99 * HOUR), { attemptId: "a", status, final: true });
    });

    it(`to ${operation} is watched for 72 hours, and is not called a failure then`, () => {
      for (const view of [not, SAYS_NOTHING, null]) {
        assert.equal(judgeAttempt(accepted, view, T0 + 72 * HOUR), null);
        const given = { attemptId: "a", status: "awaiting_meta", final: true };
        assert.deepEqual(judgeAttempt(accepted, view, T0 + 72 * HOUR + 1), given);
      }
    });
  }
});

describe("registering again", () => {
  const entries = [T0 - HOUR, T0, T0 - 2 * HOUR].map((reservedAt, turn) => ({ attemptId: `a${turn}`, reservedAt }));
  const unknown = record("outcome_unknown");

  it("has to wait until the last attempt of unknown outcome is given up", () => {
    assert.equal(openUntil(unknown, entries, T0 + MINUTE), T0 + GIVE_UP_MS);
    assert.equal(openUntil(unknown, entries, T0 + GIVE_UP_MS - 1), T0 + GIVE_UP_MS);
    assert.equal(openUntil(unknown, entries, T0 + GIVE_UP_MS), null);
  });

  it("has nothing to wait for after any other end, or where no attempt counts", () => {
    assert.equal(openUntil(null, entries, T0), null);
    assert.equal(openUntil(unknown, [], T0), null);
    for (const status of ["meta_unavailable", "registered", "awaiting_meta"] as const) {
      assert.equal(openUntil(record(status), entries, T0), null, status);
    }
  });
});
