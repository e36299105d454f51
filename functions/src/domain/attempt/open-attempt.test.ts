import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptDocument, MetaView } from "../../contract/phone-number.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { WINDOW_MS, type LedgerEntry, type Operation } from "./attempt-window.ts";
import { GIVE_UP_MS, isGivenUp, judgeAttempt, openEnd, openStatus, type OpenAttempt } from "./open-attempt.ts";

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
    ["was registered with low quality", { ...CONNECTED, status: "FLAGGED" }, CONNECTED, "outcome_unknown"],
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
    ["was connected and is flagged", CONNECTED, { ...CONNECTED, status: "FLAGGED" }, null],
    ["was connected and is out of service", CONNECTED, { ...CONNECTED, status: "BANNED" }, null],
    ["was flagged and is not connected", { ...CONNECTED, status: "FLAGGED" }, OFF, "deregistered"],
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

describe("an earlier request whose outcome is open", () => {
  const entry = (attemptId: string, reservedAt: number, end?: LedgerEntry["end"]): LedgerEntry => ({
    attemptId,
    reservedAt,
    ...(end === undefined ? {} : { end }),
  });

  it("is one that has no final end, whatever made it so", () => {
    for (const end of ["outcome_unknown", "meta_unavailable", "awaiting_meta"] as const) {
      assert.deepEqual(openEnd([entry("a", T0, end)], T0, "z"), { status: end, reservedAt: T0 });
    }
    assert.deepEqual(openEnd([entry("a", T0)], T0, "z"), { status: "outcome_unknown", reservedAt: T0 });
    assert.equal(openEnd([entry("a", T0, "final")], T0, "z"), null);
    assert.equal(openEnd([], T0, "z"), null);
  });

  it("is the newest of several, in whatever order they are stored", () => {
    const entries = [
      entry("a", T0, "awaiting_meta"),
      entry("b", T0 + MINUTE, "meta_unavailable"),
      entry("c", T0 + HOUR, "final"),
    ];
    const newest = { status: "meta_unavailable", reservedAt: T0 + MINUTE };
    assert.deepEqual(openEnd(entries, T0 + HOUR, "z"), newest);
    assert.deepEqual(openEnd(entries.toReversed(), T0 + HOUR, "z"), newest);
  });

  it("is none that asks itself, and none that no longer counts", () => {
    assert.equal(openEnd([entry("a", T0)], T0, "a"), null);
    assert.notEqual(openEnd([entry("a", T0)], T0 + WINDOW_MS - 1, "z"), null);
    assert.equal(openEnd([entry("a", T0)], T0 + WINDOW_MS, "z"), null);
  });

  it("is given up when ten minutes have passed and the number was read, unless Meta accepted it", () => {
    for (const status of ["outcome_unknown", "meta_unavailable"] as const) {
      assert.ok(!isGivenUp({ status, reservedAt: T0 }, true, T0 + GIVE_UP_MS - 1));
      assert.ok(isGivenUp({ status, reservedAt: T0 }, true, T0 + GIVE_UP_MS));
      assert.ok(!isGivenUp({ status, reservedAt: T0 }, false, T0 + HOUR));
    }
    assert.ok(!isGivenUp({ status: "awaiting_meta", reservedAt: T0 }, true, T0 + HOUR));
  });

  it("stands in the ledger as its caller was answered", () => {
    assert.equal(openStatus("awaiting_meta"), "awaiting_meta");
    assert.equal(openStatus("meta_unavailable"), "meta_unavailable");
    assert.equal(openStatus("outcome_unknown"), "outcome_unknown");
    assert.equal(openStatus("in_progress"), "outcome_unknown");
  });
});
