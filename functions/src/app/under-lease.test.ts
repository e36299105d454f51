import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptStatus } from "../contract/phone-number.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { failure } from "../domain/outcome/registration.ts";
import { CONNECTED, graphError, NUMBER } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-attempts.ts";
import { memoryLeases } from "../testing/memory-leases.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import type { LeaseRequest } from "./ports.ts";
import { underLease, type CallOutcome, type LeasedWork } from "./under-lease.ts";

const NOW = Date.UTC(2030, 0, 1);
const CALL = { call: "set_pin", phoneNumberId: NUMBER, callId: "call-1" } as const;
const REQUEST: LeaseRequest = { ...CALL, by: "uid-1" };
const UNREACHABLE = new Error("The store cannot be reached.");
const UNKNOWN = failure("outcome_unknown");

/** A number's lease, and one call at a time that does some work under it. */
const stage = () => {
  const memory = memoryLeases(memoryStore(), () => NOW);
  const { journal, lines } = recordingJournal();
  const ports = { leases: memory.leases, journal };
  const call = (work: () => Promise<LeasedWork<CallOutcome>>, request = REQUEST) =>
    underLease<CallOutcome>(ports, request, {
      withheld: ({ reason, until }, now) =>
        failure(reason === "leased" ? "in_progress" : "pin_locked", null, until - now),
      work,
      unknown: UNKNOWN,
    });
  return { memory, lines, call };
};

const SUCCESS: LeasedWork<CallOutcome> = { outcome: { status: "pin_set" }, sent: true, view: CONNECTED };
const REFUSED: LeasedWork<CallOutcome> = {
  outcome: failure("pin_locked", graphError(133_009), 60_000),
  sent: true,
  view: null,
};
const doing = (work: LeasedWork<CallOutcome>) => async () => work;
const never = () => assert.fail("work without the lease");

describe("a call under a number's lease", () => {
  it("answers what it came to at Firestore's time, and writes it down and into the log", async () => {
    const { memory, lines, call } = stage();
    assert.deepEqual(await call(doing(SUCCESS)), { outcome: SUCCESS.outcome, now: NOW });
    const end = { status: "pin_set", message: null, graphError: null, sent: true, view: CONNECTED, waitMs: null };
    assert.deepEqual(memory.ends, [{ request: REQUEST, end }]);
    assert.deepEqual(lines, [{ event: "callEnded", entry: { ...CALL, status: "pin_set", graphError: null } }]);
  });

  it("tells of a failure what the caller is told, and what Meta answered", async () => {
    const { memory, lines, call } = stage();
    assert.deepEqual(await call(doing(REFUSED)), { outcome: REFUSED.outcome, now: NOW });
    const { message } = failure("pin_locked").advice;
    const told = { status: "pin_locked", graphError: graphError(133_009) };
    assert.deepEqual(memory.ends[0]?.end, { ...told, message, sent: true, view: null, waitMs: 60_000 });
    assert.deepEqual(lines, [{ event: "callEnded", entry: { ...CALL, ...told } }]);
  });

  const waits: readonly (readonly [AttemptStatus, waitMs: number | null])[] = [
    ["code_request_limited", 60_000],
    ["code_guess_limited", 60_000],
    ["wrong_code", 60_000],
    ["pin_locked", 60_000],
    // Here Meta limits the account, and not this kind of call about this number.
    ["throttled", null],
  ];
  for (const [status, waitMs] of waits) {
    it(`${waitMs === null ? "keeps no further call waiting" : "keeps the next one waiting"} after ${status}`, async () => {
      const { memory, call } = stage();
      await call(doing({ ...REFUSED, outcome: { ...failure("pin_locked", null, 60_000), status } }));
      assert.equal(memory.ends[0]?.end.waitMs, waitMs);
      const next = await call(doing(SUCCESS), { ...REQUEST, callId: "call-2" });
      assert.equal(next.outcome.status, waitMs === null ? "pin_set" : "pin_locked");
    });
  }

  it("is not made while another has the lease, and says so in the log", async () => {
    const { memory, lines, call } = stage();
    await memory.leases.take({ ...REQUEST, callId: "call-0" });
    const busy = await call(never);
    assert.deepEqual(busy, { outcome: failure("in_progress", null, LEASE_MS), now: NOW });
    assert.deepEqual(lines, [
      { event: "callWithheld", entry: { call: "set_pin", phoneNumberId: NUMBER, status: "in_progress" } },
    ]);
    assert.deepEqual(memory.ends, []);
  });

  it("is not made when the lease is in doubt", async () => {
    const { memory, lines, call } = stage();
    memory.fault = () => {
      throw UNREACHABLE;
    };
    await assert.rejects(call(never), UNREACHABLE);
    assert.deepEqual(lines, []);
  });

  it("counts as sent, and gives the lease back, when our own code fails in it", async () => {
    const { memory, lines, call } = stage();
    const error = new TypeError("a defect");
    const broken = await call(async () => {
      throw error;
    });
    assert.deepEqual(broken, { outcome: UNKNOWN, now: NOW });
    const { message } = UNKNOWN.advice;
    const told = { status: "outcome_unknown", graphError: null };
    assert.deepEqual(memory.ends[0]?.end, { ...told, message, sent: true, view: null, waitMs: null });
    assert.deepEqual(lines, [
      { event: "judgementFailed", entry: { phoneNumberId: NUMBER, attemptId: "call-1", error } },
      { event: "callEnded", entry: { ...CALL, ...told } },
    ]);
    assert.equal((await call(doing(SUCCESS), { ...REQUEST, callId: "call-2" })).outcome.status, "pin_set");
  });

  it("tells the truth although it cannot be written down, and the log says so", async () => {
    const { memory, lines, call } = stage();
    memory.fault = (step) => {
      if (step === "end") throw UNREACHABLE;
    };
    assert.deepEqual(await call(doing(REFUSED)), { outcome: REFUSED.outcome, now: NOW });
    assert.deepEqual(lines, [
      { event: "callUnrecorded", entry: { ...CALL, status: "pin_locked", error: UNREACHABLE } },
    ]);
  });
});
