import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../domain/advice/two-step-pin-advice.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import { pinSet, type PinSet } from "../domain/outcome/two-step-pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { clockAt } from "../testing/clocks-by-hand.ts";
import { CONNECTED, graphError, NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { recordedLeases } from "../testing/recorded-leases.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { leasedCall, type LeasedPlan, type LeasedPorts } from "./leased-call.ts";
import type { Read } from "./ports.ts";

const NOW = Date.UTC(2030, 0, 1);
const CALL = { call: "set_pin", phoneNumberId: NUMBER, attemptId: "call-1" } as const;
const ASK = {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  customerId: null,
  accountIsKnown: true,
  attemptId: "call-1",
  by: "uid-1",
};
const UNREACHABLE = new Error("The store cannot be reached.");

type Plan = LeasedPlan<PinSet, PlainTwoStepPinFailure>;

const failed = (status: PlainTwoStepPinFailure, rest: Parameters<typeof callFailure>[2] = null, waitMs?: number) =>
  callFailure(TWO_STEP_PIN_ADVICE, status, rest, waitMs ?? null);

/** A number's lease, and calls of one kind that the other side answers as it is told. `elapsed`: how long a call has taken so far. */
const stage = (elapsed: readonly number[] = []) => {
  const time = { now: NOW };
  const recorded = recordedLeases(memoryStore(() => time.now));
  const { journal, lines } = recordingJournal();
  const read = async <Value>(value: Value): Promise<Read<Value>> => ({ ok: true, value });
  const graph: LeasedPorts["graph"] = {
    readNumber: () => read(CONNECTED),
    inspectToken: () => read(tokenFacts()),
    numbersOfWaba: () => read([]),
    permissions: () => read([]),
    assignedUsers: () => read([]),
    messagingHealth: () => read({ canSendMessage: "AVAILABLE", entities: [] }),
  };
  const times = elapsed.values();
  const clock = { ...clockAt(() => NOW), stopwatch: () => () => times.next().value ?? 0 };
  let sent = 0;
  const call = (reply: CallReply | Error, { plan, attemptId }: { plan?: Partial<Plan>; attemptId?: string } = {}) =>
    leasedCall<PinSet, PlainTwoStepPinFailure>(
      { leases: recorded.leases, journal, graph, clock },
      { ...ASK, ...(attemptId === undefined ? {} : { attemptId }) },
      {
        call: "set_pin",
        advice: TWO_STEP_PIN_ADVICE,
        limited: "pin_locked",
        stop: () => null,
        send: async () => {
          sent += 1;
          if (reply instanceof Error) throw reply;
          return reply;
        },
        done: (_, view) => pinSet(view),
        ...plan,
      },
    );
  return { recorded, lines, call, time, sent: () => sent };
};

const ACCEPTED: CallReply = { kind: "accepted" };
const error = graphError(133_009, { details: "Try again in 1 minute" });
const REFUSED: CallReply = { kind: "refused", error, regainAccessMs: null };
const SET = { status: "pin_set", mayRegister: false } as const;

describe("a call under a number's lease", () => {
  it("answers the time at which its end was written down", async () => {
    const { call, time } = stage();
    const send = async (): Promise<CallReply> => {
      time.now += 5000;
      return ACCEPTED;
    };
    assert.equal((await call(ACCEPTED, { plan: { send } })).now, NOW + 5000);
  });

  it("answers what it came to at Firestore's time, and writes it down and into the log", async () => {
    const { recorded, lines, call } = stage();
    assert.deepEqual(await call(ACCEPTED), { outcome: SET, now: NOW });
    const end = { status: "pin_set", message: null, graphError: null, sent: true, view: CONNECTED, waitMs: null };
    const { attemptId, phoneNumberId } = CALL;
    assert.deepEqual(recorded.ends, [{ request: { phoneNumberId, attemptId, by: "uid-1", call: "set_pin" }, end }]);
    assert.deepEqual(lines, [
      { event: "callSent", entry: CALL },
      { event: "callEnded", entry: { ...CALL, status: "pin_set", spent: true, graphError: null } },
    ]);
  });

  it("tells of a failure what the caller is told, and what Meta answered", async () => {
    const { recorded, lines, call } = stage();
    assert.deepEqual(await call(REFUSED), { outcome: failed("pin_locked", error, 60_000), now: NOW });
    const { message } = TWO_STEP_PIN_ADVICE.pin_locked;
    const told = { status: "pin_locked", graphError: error };
    assert.deepEqual(recorded.ends[0]?.end, { ...told, message, sent: true, view: CONNECTED, waitMs: 60_000 });
    assert.deepEqual(lines.at(-1), { event: "callEnded", entry: { ...CALL, ...told, spent: true } });
  });

  it("is made once, and tells in the log the names of what Meta adds to its answer", async () => {
    const { lines, call, sent } = stage();
    assert.deepEqual((await call({ kind: "accepted", otherKeys: ["pin_not_set"] })).outcome, SET);
    const grown = lines.filter(({ event }) => event === "answerGrew");
    assert.deepEqual(grown, [{ event: "answerGrew", entry: { ...CALL, keys: ["pin_not_set"] } }]);
    assert.equal(sent(), 1);
  });

  it("has worked where the answer was lost and reading shows so, and has not where Meta plainly refused it", async () => {
    const plan = { shown: () => SET };
    const fault: CallReply = { kind: "refused", error: graphError(2), regainAccessMs: null };
    const lost = [null, 502].map((httpStatus): CallReply => ({ kind: "unreadable", reason: "x", httpStatus }));
    for (const reply of [...lost, fault]) {
      const { recorded, call, sent } = stage();
      assert.deepEqual((await call(reply, { plan })).outcome, SET);
      assert.deepEqual([recorded.ends[0]?.end.status, recorded.ends[0]?.end.sent, sent()], ["pin_set", true, 1]);
    }
    assert.deepEqual((await stage().call(REFUSED, { plan })).outcome, failed("pin_locked", error, 60_000));
    const limited: CallReply = { kind: "unreadable", reason: "x", httpStatus: 429 };
    assert.deepEqual((await stage().call(limited, { plan })).outcome, failed("throttled"));
  });

  it("keeps the next call waiting as long as Meta says, where Meta limits this kind of call", async () => {
    const { call } = stage();
    await call(REFUSED);
    const next = await call(ACCEPTED, { attemptId: "call-2" });
    assert.deepEqual(next.outcome, failed("pin_locked", null, 60_000));
  });

  it("keeps no call waiting where Meta limits the account, and not this kind of call", async () => {
    const { call } = stage();
    const throttled = await call({ kind: "refused", error: graphError(80_007), regainAccessMs: 60_000 });
    assert.equal(throttled.outcome.status, "throttled");
    assert.equal((await call(ACCEPTED, { attemptId: "call-2" })).outcome.status, "pin_set");
  });

  it("is not made while another has the lease, and says so in the log", async () => {
    const { recorded, lines, call, sent } = stage();
    await recorded.leases.take({ phoneNumberId: NUMBER, call: "set_pin", attemptId: "call-0", by: "uid-1" });
    assert.deepEqual(await call(ACCEPTED), { outcome: failed("in_progress", null, LEASE_MS), now: NOW });
    assert.deepEqual(lines, [
      { event: "callWithheld", entry: { call: "set_pin", phoneNumberId: NUMBER, status: "in_progress" } },
    ]);
    assert.deepEqual([recorded.ends, sent()], [[], 0]);
  });

  it("is not made when the lease is in doubt", async () => {
    const { recorded, lines, call, sent } = stage();
    recorded.fault = () => {
      throw UNREACHABLE;
    };
    await assert.rejects(call(ACCEPTED), UNREACHABLE);
    assert.deepEqual([lines, sent()], [[], 0]);
  });

  it("is not made by an instance that was frozen on the way: a newer call may have come before it", async () => {
    const { recorded, call, sent } = stage([25_001]);
    assert.deepEqual((await call(ACCEPTED)).outcome, failed("meta_unavailable"));
    assert.deepEqual([recorded.ends[0]?.end.sent, sent()], [false, 0]);
    const intime = stage([25_000]);
    assert.deepEqual([(await intime.call(ACCEPTED)).outcome.status, intime.sent()], ["pin_set", 1]);
  });

  it("counts as sent, and gives the lease back, when our own code fails in it", async () => {
    const { recorded, lines, call } = stage();
    const defect = new TypeError("a defect");
    assert.deepEqual((await call(defect)).outcome, failed("outcome_unknown"));
    const { message } = TWO_STEP_PIN_ADVICE.outcome_unknown;
    const told = { status: "outcome_unknown", graphError: null };
    assert.deepEqual(recorded.ends[0]?.end, { ...told, message, sent: true, view: CONNECTED, waitMs: null });
    assert.deepEqual(lines.slice(1), [
      { event: "judgementFailed", entry: { ...CALL, error: defect } },
      { event: "callEnded", entry: { ...CALL, ...told, spent: true } },
    ]);
    assert.equal((await call(ACCEPTED, { attemptId: "call-2" })).outcome.status, "pin_set");
  });

  it("tells the truth although it cannot be written down, and the log says so", async () => {
    const { recorded, lines, call } = stage();
    recorded.fault = (step) => {
      if (step === "end") throw UNREACHABLE;
    };
    assert.deepEqual((await call(REFUSED)).outcome, failed("pin_locked", error, 60_000));
    const entry = { ...CALL, status: "pin_locked", error: UNREACHABLE };
    assert.deepEqual(lines.at(-1), { event: "callUnrecorded", entry });
  });
});
