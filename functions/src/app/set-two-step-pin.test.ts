import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import type { RegistrationRecord } from "../contract/phone-number.ts";
import { TwoStepPinFailureStatus, TwoStepPinResult } from "../contract/set-two-step-pin.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { graphError } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import { setTwoStepPin, type TwoStepPinPorts } from "./set-two-step-pin.ts";

const PIN = "046813";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const portsOf = (): TwoStepPinPorts => ({ ...meta, leases: meta.recorded.leases });

let calls = 0;
const ask = async (id: string, ports = portsOf()): Promise<TwoStepPinResult> => {
  calls += 1;
  const request = { ...meta.subject(id), attemptId: `call-${calls}`, by: "uid-1", pin: new Pin(PIN) };
  return TwoStepPinResult.parse(await setTwoStepPin(ports, request));
};

/** A plain number; its id ends in these digits. */
const number = (tail: string): string => meta.simulator.state.patchNumber(`5500000000006${tail}`, {}).id;

const answering = (reply: CallReply): TwoStepPinPorts => ({
  ...portsOf(),
  graph: { ...meta.graph, setPin: async () => reply },
});

const lastEnd = () => meta.recorded.ends.at(-1)?.end ?? assert.fail("nothing was written down");

describe("setting the two-step PIN", () => {
  it("sets it at Meta, and says that registering may be tried", async () => {
    const id = number("01");
    const result = await ask(id);
    assert.ok(result.status === "pin_set" && result.mayRegister);
    assert.match(result.message, /registerPhoneNumber/);
    assert.equal(lastEnd().sent, true);
    assert.equal(meta.simulator.state.numbers.get(id)?.pin, PIN);
  });

  it("lifts a lock at Meta, and leaves what the last registration was answered", async () => {
    const id = "556000000000050";
    const registration: RegistrationRecord = {
      status: "pin_locked",
      at: "2026-01-01T00:00:00.000Z",
      by: "uid-0",
      message: "locked",
      retryAt: null,
      graphError: null,
    };
    meta.store.number(id).document = changedDocument(undefined, { registration }, 0);
    const result = await ask(id);
    assert.ok(result.status === "pin_set" && result.mayRegister);
    assert.deepEqual(meta.store.number(id).document?.registration, registration);
  });

  it("does not send anyone to register a number that is connected", async () => {
    const result = await ask("556000000000001");
    assert.ok(result.status === "pin_set" && !result.mayRegister);
    assert.doesNotMatch(result.message, /Call registerPhoneNumber/);
  });

  it("sets the PIN of a number that is connected and on the app at once", async () => {
    assert.equal((await ask("556000000000023")).status, "pin_set");
  });

  it("sends nothing for a number that the WhatsApp Business app holds", async () => {
    assert.equal((await ask("556000000000020")).status, "number_on_business_app");
    assert.equal(meta.sent("set_pin", "556000000000020"), 0);
    assert.equal(lastEnd().sent, false);
  });

  const refusals: readonly (readonly [status: TwoStepPinFailureStatus, code: number, endsIn: string])[] = [
    ["not_registered", 133_010, "10"],
    ["verification_required", 133_006, "11"],
    ["pin_locked", 133_009, "12"],
    ["invalid_token", 190, "13"],
    ["throttled", 613, "14"],
    ["account_locked", 368, "15"],
    ["invalid_parameter", 131_008, "16"],
    ["meta_unavailable", 1, "17"],
    ["missing_permission", 3, "18"],
    ["unknown_error", 133_016, "19"],
  ];
  for (const [status, code, tail] of refusals) {
    it(`calls a refusal with ${code} ${status}`, async () => {
      const id = number(tail);
      meta.simulator.state.patchNumber(id, { faults: { set_pin: { kind: "graph_error", error: { code } } } });
      const result = await ask(id);
      assert.equal(result.status, status);
      assert.equal("graphError" in result && result.graphError?.code, code);
      assert.equal(lastEnd().sent, true);
    });
  }

  it("waits as long as Meta says after too quick a PIN", async () => {
    const id = number("12");
    assert.equal((await ask(id)).status, "pin_locked");
    assert.equal(meta.sent("set_pin", id), 1, "the second was refused here");
    meta.simulator.state.clock.advance(61);
    await ask(id);
    assert.equal(meta.sent("set_pin", id), 2);
  });

  const silences: readonly (readonly [CallReply, TwoStepPinFailureStatus, string])[] = [
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable", "30"],
    [{ kind: "unreadable", reason: "x", httpStatus: null }, "outcome_unknown", "31"],
    [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled", "32"],
  ];
  for (const [reply, status, tail] of silences) {
    it(`calls ${JSON.stringify(reply)} ${status}, and writes down only what may have been sent`, async () => {
      assert.equal((await ask(number(tail), answering(reply))).status, status);
      assert.equal(lastEnd().sent, reply.kind !== "not_sent");
    });
  }

  it("says that nobody knows when our own code fails after sending", async () => {
    const setPin = () => {
      throw new TypeError("a defect");
    };
    const result = await ask(number("42"), { ...portsOf(), graph: { ...meta.graph, setPin } });
    assert.ok(result.status === "outcome_unknown" && result.message !== "");
  });

  it("says in the log, under its own name, that it was sent and what became of it", async () => {
    const known = meta.lines.length;
    const id = number("43");
    await ask(id);
    const entry = { call: "set_pin", phoneNumberId: id, attemptId: `call-${calls}` };
    assert.deepEqual(meta.lines.slice(known), [
      { event: "callSent", entry },
      { event: "callEnded", entry: { ...entry, status: "pin_set", spent: true, graphError: null } },
    ]);
  });

  it("lets one call at a time near a number", async () => {
    const id = number("40");
    const results = await oneDuringTheOther(() => ask(id));
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["in_progress", "pin_set"]);
  });

  it("keeps nothing of the PIN, not even when Meta echoes it", async () => {
    const id = number("41");
    const error = graphError(131_009, { details: "Something about the PIN." });
    await ask(id, answering({ kind: "refused", error, regainAccessMs: null }));
    const fault = { kind: "graph_error", error: { code: 131_009, details: `${PIN} is not good` } } as const;
    meta.simulator.state.patchNumber(id, { faults: { set_pin: fault } });
    const echoed = await ask(id);
    assert.equal("graphError" in echoed && echoed.graphError?.details, "[hidden] is not good");
    const kept = inspect([meta.lines, meta.recorded.ends, meta.store.documents.text()], { depth: 20 });
    assert.ok(!kept.includes(PIN));
  });

  it("says that Meta blocks the app", async () => {
    const error = graphError(200, { message: "API access blocked." });
    const reply: CallReply = { kind: "refused", error, regainAccessMs: null };
    assert.equal((await ask(number("70"), answering(reply))).status, "app_blocked");
  });

  it("has been seen to end in every status that it can", () => {
    const seen = new Set(meta.recorded.ends.map(({ end }) => end.status as string).concat("in_progress"));
    for (const status of TwoStepPinFailureStatus.options) assert.ok(seen.has(status), `${status} was never seen`);
  });
});
