import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { VerificationFailureStatus, VerificationResult } from "../contract/verification.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { CallReply } from "../domain/reply.ts";
import { graphError, refusedForVerification, tokenFacts } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import { requestVerificationCode, type CodeRequestPorts } from "./request-verification-code.ts";

const HOUR_MS = 3_600_000;
const UNVERIFIED = { codeVerificationStatus: "NOT_VERIFIED" } as const;

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const portsOf = (): CodeRequestPorts => ({ ...meta, leases: meta.recorded.leases });

let calls = 0;
const ask = async (phoneNumberId: string, ports: CodeRequestPorts = portsOf()): Promise<VerificationResult> => {
  calls += 1;
  const request = {
    ...meta.subject(phoneNumberId),
    attemptId: `call-${calls}`,
    by: "uid-1",
    method: "SMS",
    language: "de",
  } as const;
  return VerificationResult.parse(await requestVerificationCode(ports, request));
};

/** A number that is not verified; its id ends in these digits. */
const fresh = (tail: string): string => meta.simulator.state.patchNumber(`5500000000007${tail}`, UNVERIFIED).id;

/** The ports, with an answer to the POST that no simulator gives. */
const answering = (reply: CallReply): CodeRequestPorts => ({
  ...portsOf(),
  graph: { ...meta.graph, requestCode: async () => reply },
});

describe("asking for a verification code", () => {
  it("is possible after Meta itself asked for a verification, although the number shows VERIFIED", async () => {
    const id = meta.simulator.state.patchNumber("550000000000780", {}).id;
    const registration = refusedForVerification(meta.clock.now());
    assert.equal((await ask(id)).status, "already_verified");
    meta.store.number(id).document = changedDocument(undefined, { registration }, meta.clock.now());
    assert.equal((await ask(id, answering({ kind: "accepted" }))).status, "code_requested");
    assert.equal(meta.store.number(id).document?.lifecycle, "verification_required", "and not ready to register");
  });

  it("has Meta send one, by the way and in the language asked for", async () => {
    const id = fresh("01");
    assert.deepEqual(await ask(id), { status: "code_requested", phoneNumberId: id, method: "SMS" });
    assert.equal(meta.recorded.ends.at(-1)?.end.sent, true);
    const [post] = meta.simulator.requests({ endpoint: "request_code", phoneNumberId: id });
    assert.deepEqual(post?.body, { code_method: "SMS", language: "de" });
    assert.equal(meta.store.number(id).document?.meta?.codeVerificationStatus, "NOT_VERIFIED");
  });

  it("asks nothing of Meta for a number that is verified already", async () => {
    const id = meta.simulator.state.patchNumber("550000000000702", {}).id;
    assert.deepEqual(await ask(id), { status: "already_verified", phoneNumberId: id });
    assert.equal(meta.sent("request_code", id), 0);
    assert.equal(meta.recorded.ends.at(-1)?.end.sent, false);
  });

  it("asks again for a number whose verification has expired", async () => {
    const id = meta.simulator.state.patchNumber("550000000000703", { codeVerificationStatus: "EXPIRED" }).id;
    assert.equal((await ask(id)).status, "code_requested");
  });

  it("honours the hour that Meta named: asks nothing before it, and asks again after it", async () => {
    const id = "554000002388091";
    const first = await ask(id);
    assert.equal(first.status, "code_request_limited");
    const named = meta.clock.now() + HOUR_MS;
    assert.ok(first.retryAt !== null && Math.abs(Date.parse(first.retryAt) - named) < 5000, "an hour from now");
    assert.equal(first.graphError?.subcode, 2_388_091);

    const again = await ask(id);
    assert.deepEqual([again.status, "graphError" in again && again.graphError], ["code_request_limited", null]);
    assert.ok("retryAt" in again && again.retryAt !== null);
    assert.ok(Math.abs(Date.parse(again.retryAt) - Date.parse(first.retryAt)) < 5000, "the same moment as before");
    assert.equal(meta.sent("request_code", id), 1);

    meta.simulator.state.clock.advance(3601);
    await ask(id);
    assert.equal(meta.sent("request_code", id), 2);
  });

  it("promises no time when Meta says that it was asked too often, and shows Meta's localised words unread", async () => {
    const result = await ask("554000002388367");
    assert.ok(result.status === "code_request_limited");
    assert.equal(result.retryAt, null);
    assert.match(result.graphError?.userMessage ?? "", /Tente novamente/);
  });

  it("takes a wait that Meta names in words for what it is", async () => {
    const error = graphError(136_024, { subcode: 2_388_367, details: "Try again in 2 hours." });
    const result = await ask(fresh("04"), answering({ kind: "refused", error, regainAccessMs: null }));
    assert.ok(result.status === "code_request_limited" && result.retryAt !== null);
    assert.ok(Math.abs(Date.parse(result.retryAt) - meta.clock.now() - 2 * HOUR_MS) < 5000);
  });

  const refusals: readonly (readonly [status: VerificationFailureStatus, code: number, endsIn: string])[] = [
    ["code_request_failed", 136_024, "10"],
    ["invalid_token", 190, "11"],
    ["throttled", 80_007, "12"],
    ["account_locked", 368, "13"],
    ["invalid_parameter", 131_009, "14"],
    ["meta_unavailable", 131_016, "15"],
    ["unknown_error", 999_999, "16"],
    ["missing_permission", 200, "17"],
    ["unknown_error", 133_005, "18"],
  ];
  for (const [status, code, tail] of refusals) {
    it(`calls a refusal with ${code} ${status}`, async () => {
      const id = fresh(tail);
      meta.simulator.state.patchNumber(id, { faults: { request_code: { kind: "graph_error", error: { code } } } });
      const result = await ask(id);
      assert.equal(result.status, status);
      assert.equal("graphError" in result && result.graphError?.code, code);
      assert.equal(meta.sent("request_code", id), 1);
      assert.equal(meta.recorded.ends.at(-1)?.end.sent, true);
    });
  }

  it("proves what is missing when access is", async () => {
    const id = fresh("17");
    const result = await ask(id);
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.missing, result.evidence.numberReadable], ["unproven", [], true]);
  });

  it("asks nothing for a number that Meta says is on the WhatsApp Business app", async () => {
    assert.equal((await ask("556000000000020")).status, "number_on_business_app");
    assert.equal(meta.sent("request_code", "556000000000020"), 0);
  });

  it("asks for a number that only its platform says is held elsewhere: verifying is how it gets off", async () => {
    const id = fresh("20");
    meta.simulator.state.patchNumber(id, { platformType: "ON_PREMISE" });
    assert.equal((await ask(id)).status, "code_requested");
  });

  it("asks nothing with a token that Meta calls invalid", async () => {
    const dead = { ok: true, value: tokenFacts({ isValid: false }) } as const;
    const id = fresh("21");
    const ports = { ...portsOf(), graph: { ...meta.graph, inspectToken: async () => dead } };
    assert.equal((await ask(id, ports)).status, "invalid_token");
    assert.equal(meta.sent("request_code", id), 0);
  });

  const silences: readonly (readonly [CallReply, VerificationFailureStatus, string])[] = [
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable", "30"],
    [{ kind: "unreadable", reason: "x", httpStatus: null }, "outcome_unknown", "31"],
    [{ kind: "unreadable", reason: "x", httpStatus: 502 }, "meta_unavailable", "32"],
    [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled", "33"],
  ];
  for (const [reply, status, tail] of silences) {
    it(`calls ${JSON.stringify(reply)} ${status}, and writes down only what may have been sent`, async () => {
      assert.equal((await ask(fresh(tail), answering(reply))).status, status);
      assert.equal(meta.recorded.ends.at(-1)?.end.sent, reply.kind !== "not_sent");
    });
  }

  it("lets one call at a time near a number", async () => {
    const id = fresh("40");
    const results = await oneDuringTheOther(() => ask(id), 2);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["code_requested", "in_progress", "in_progress"]);
    assert.equal(meta.sent("request_code", id), 1);
    const busy = results.find(({ status }) => status === "in_progress");
    assert.ok(busy !== undefined && "retryAt" in busy && busy.retryAt !== null);
    assert.ok(Date.parse(busy.retryAt) <= meta.clock.now() + LEASE_MS);
    assert.equal(meta.store.number(id).ledger.lease, null);
  });

  it("sends nothing when the lease is in doubt", async () => {
    const id = fresh("41");
    meta.recorded.fault = () => {
      throw new Error("The store cannot be reached.");
    };
    await assert.rejects(ask(id), /cannot be reached/);
    meta.recorded.fault = null;
    assert.equal(meta.sent("request_code", id), 0);
  });

  it("tells the truth although it cannot be written down", async () => {
    const id = fresh("42");
    meta.recorded.fault = (step) => {
      if (step === "end") throw new Error("The store cannot be reached.");
    };
    assert.equal((await ask(id)).status, "code_requested");
    meta.recorded.fault = null;
    assert.equal(meta.lines.at(-1)?.event, "callUnrecorded");
  });

  it("says that nobody knows when our own code fails after sending", async () => {
    const ports = {
      ...portsOf(),
      graph: {
        ...meta.graph,
        requestCode: () => {
          throw new TypeError("a defect");
        },
      },
    };
    const id = fresh("43");
    assert.equal((await ask(id, ports)).status, "outcome_unknown");
    assert.equal(meta.store.number(id).ledger.lease, null, "the lease is given back");
  });

  it("says in the log, under its own name, that it was sent and what became of it", async () => {
    const known = meta.lines.length;
    const id = fresh("44");
    await ask(id);
    const entry = { call: "request_code", phoneNumberId: id, attemptId: `call-${calls}` };
    assert.deepEqual(meta.lines.slice(known), [
      { event: "callSent", entry },
      { event: "callEnded", entry: { ...entry, status: "code_requested", spent: true, graphError: null } },
    ]);
  });

  it("says that Meta blocks the app", async () => {
    const error = graphError(200, { message: "API access blocked." });
    const reply: CallReply = { kind: "refused", error, regainAccessMs: null };
    assert.equal((await ask(fresh("70"), answering(reply))).status, "app_blocked");
  });

  it("has been seen to end in every status that it can", () => {
    const guesses = new Set(["wrong_code", "code_refused", "code_guess_limited", "verified"]);
    const seen = new Set(meta.recorded.ends.map(({ end }) => end.status as string).concat("in_progress"));
    for (const status of VerificationFailureStatus.options) {
      if (!guesses.has(status)) assert.ok(seen.has(status), `${status} was never seen`);
    }
  });
});
