import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { VerificationFailureStatus, VerificationResult } from "../contract/verification.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { CallReply } from "../domain/reply.ts";
import { VerificationCode } from "../domain/verification-code.ts";
import { graphError, metaView, refusedForVerification } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import type { Read } from "./ports.ts";
import { verifyPhoneNumber, type CodeGuessPorts } from "./verify-phone-number.ts";

/** What the simulator sends, and something else. */
const RIGHT = "246810";
const WRONG = "135791";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const portsOf = (): CodeGuessPorts => ({ ...meta, leases: meta.recorded.leases });

let calls = 0;
const ask = async (id: string, code = RIGHT, ports = portsOf()): Promise<VerificationResult> => {
  calls += 1;
  const request = { ...meta.subject(id), attemptId: `call-${calls}`, by: "uid-1", code: new VerificationCode(code) };
  return VerificationResult.parse(await verifyPhoneNumber(ports, request));
};

/** A number that waits for its code; its id ends in these digits. */
const waiting = (tail: string): string =>
  meta.simulator.state.patchNumber(`5500000000008${tail}`, {
    codeVerificationStatus: "NOT_VERIFIED",
    pendingCode: RIGHT,
  }).id;

const answering = (reply: CallReply): CodeGuessPorts => ({
  ...portsOf(),
  graph: { ...meta.graph, verifyCode: async () => reply },
});

/** Meta answers so, and the number reads like this, one reading after the other; then it cannot be read. */
const reading = (reply: CallReply, views: readonly MetaView[]): CodeGuessPorts => {
  const left = views.map((value): Read<MetaView> => ({ ok: true, value }));
  const failed = { ok: false, failure: { kind: "unreadable", reason: "x" } } as const;
  const readNumber = async () => left.shift() ?? failed;
  return { ...portsOf(), graph: { ...meta.graph, verifyCode: async () => reply, readNumber } };
};
const UNVERIFIED = metaView({ codeVerificationStatus: "NOT_VERIFIED" });
const readOnce = (reply: CallReply): CodeGuessPorts => reading(reply, [UNVERIFIED]);

const lastEnd = () => meta.recorded.ends.at(-1)?.end ?? assert.fail("nothing was written down");

const refused = (rest: Parameters<typeof graphError>[1]): CallReply => ({
  kind: "refused",
  error: graphError(136_025, rest),
  regainAccessMs: null,
});

describe("sending a verification code back", () => {
  it("verifies the number, and the number itself shows it", async () => {
    const id = waiting("01");
    assert.deepEqual(await ask(id), { status: "verified", phoneNumberId: id, confirmed: true });
    assert.equal(meta.store.number(id).document?.meta?.codeVerificationStatus, "VERIFIED");
  });

  it("takes the code with its hyphen and sends digits alone", async () => {
    const id = waiting("02");
    assert.equal((await ask(id, "246-810")).status, "verified");
    assert.deepEqual(meta.simulator.requests({ endpoint: "verify_code", phoneNumberId: id })[0]?.body, { code: RIGHT });
  });

  it("calls a wrong code a wrong code, and never a wrong PIN", async () => {
    const result = await ask(waiting("03"), WRONG);
    assert.ok(result.status === "wrong_code");
    assert.deepEqual([result.graphError?.code, result.graphError?.subcode], [136_025, 2_388_093]);
    assert.doesNotMatch(result.message, /PIN/);
    assert.equal(result.retryAt, null, "Meta named no wait");
  });

  it("may be tried again at once when Meta named no wait", async () => {
    const id = waiting("04");
    assert.equal((await ask(id, WRONG)).status, "wrong_code");
    assert.equal((await ask(id)).status, "verified");
  });

  it("honours a wait that Meta names", async () => {
    const id = waiting("05");
    const limited = await ask(id, WRONG, answering(refused({ details: "Try again in 10 minutes." })));
    assert.ok(limited.status === "code_guess_limited" && limited.retryAt !== null);
    assert.ok(Math.abs(Date.parse(limited.retryAt) - meta.clock.now() - 600_000) < 5000);
    assert.equal((await ask(id)).status, "code_guess_limited");
    assert.equal(meta.sent("verify_code", id), 0, "nothing was sent meanwhile");
    meta.simulator.state.clock.advance(601);
    assert.equal((await ask(id)).status, "verified");
  });

  it("asks nothing of Meta for a number that is verified already", async () => {
    const id = meta.simulator.state.patchNumber("550000000000806", {}).id;
    assert.deepEqual(await ask(id), { status: "already_verified", phoneNumberId: id });
    assert.equal(meta.sent("verify_code", id), 0);
  });

  it("believes Meta's yes although reading does not show it yet, or fails", async () => {
    const id = waiting("07");
    const unconfirmed = { status: "verified", phoneNumberId: id, confirmed: false };
    assert.deepEqual(await ask(id, RIGHT, answering({ kind: "accepted" })), unconfirmed);
    assert.deepEqual(await ask(id, RIGHT, readOnce({ kind: "accepted" })), unconfirmed);
    assert.deepEqual(lastEnd().view, UNVERIFIED, "what was read before is still the newest");
    assert.deepEqual(await ask(id, RIGHT, reading({ kind: "accepted" }, [])), unconfirmed);
    assert.equal(lastEnd().view, null, "nothing was read");
  });

  it("leaves open what became of a lost answer where the number cannot be read", async () => {
    const result = await ask(waiting("09"), RIGHT, readOnce({ kind: "unreadable", reason: "x", httpStatus: 502 }));
    assert.equal(result.status, "meta_unavailable");
    assert.deepEqual(lastEnd().view, UNVERIFIED);
  });

  it("writes down what the number shows after a lost answer, and after a fault of Meta's own", async () => {
    const lost: CallReply = { kind: "unreadable", reason: "x", httpStatus: 502 };
    const fault: CallReply = { kind: "refused", error: graphError(2), regainAccessMs: null };
    const rated = { ...UNVERIFIED, qualityRating: "GREEN" };
    for (const reply of [lost, fault]) {
      const result = await ask(waiting("14"), RIGHT, reading(reply, [UNVERIFIED, rated, rated, rated]));
      assert.equal(result.status, "meta_unavailable");
      assert.deepEqual(lastEnd().view, rated);
    }
  });

  it("finds out by a later reading too that a lost answer was a yes, and reads no more once a reading shows it", async () => {
    const lost: CallReply = { kind: "unreadable", reason: "x", httpStatus: 502 };
    const verified = metaView({ codeVerificationStatus: "VERIFIED" });
    for (const views of [
      [UNVERIFIED, verified],
      [verified, UNVERIFIED],
    ]) {
      const result = await ask(waiting("15"), RIGHT, reading(lost, [UNVERIFIED, ...views]));
      assert.deepEqual([result.status, lastEnd().view], ["verified", verified]);
    }
  });

  it("finds out by reading that a lost answer was a yes", async () => {
    const id = waiting("08");
    meta.simulator.state.patchNumber(id, {
      faults: { verify_code: { kind: "replace", status: 200, body: "<html>", processed: true } },
    });
    assert.deepEqual(await ask(id), { status: "verified", phoneNumberId: id, confirmed: true });
    const { status, sent, view } = lastEnd();
    assert.deepEqual([status, sent, view?.codeVerificationStatus], ["verified", true, "VERIFIED"]);
  });

  const silences: readonly (readonly [CallReply, VerificationFailureStatus, string])[] = [
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable", "10"],
    [{ kind: "unreadable", reason: "x", httpStatus: null }, "outcome_unknown", "11"],
    [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled", "12"],
    [refused({}), "code_refused", "13"],
  ];
  for (const [reply, status, tail] of silences) {
    it(`calls ${reply.kind} ${"httpStatus" in reply ? String(reply.httpStatus) : ""} ${status}, and writes down only what may have been sent`, async () => {
      assert.equal((await ask(waiting(tail), RIGHT, answering(reply))).status, status);
      assert.equal(lastEnd().sent, reply.kind !== "not_sent");
    });
  }

  const refusals: readonly (readonly [status: VerificationFailureStatus, code: number, endsIn: string])[] = [
    ["invalid_token", 190, "20"],
    ["throttled", 4, "21"],
    ["account_locked", 131_031, "22"],
    ["invalid_parameter", 131_009, "23"],
    ["meta_unavailable", 2, "24"],
    ["unknown_error", 136_024, "25"],
    ["missing_permission", 10, "26"],
  ];
  for (const [status, code, tail] of refusals) {
    it(`calls a refusal with ${code} ${status}`, async () => {
      const id = waiting(tail);
      meta.simulator.state.patchNumber(id, { faults: { verify_code: { kind: "graph_error", error: { code } } } });
      assert.equal((await ask(id)).status, status);
    });
  }

  it("sends nothing for a number on the WhatsApp Business app", async () => {
    assert.equal((await ask("556000000000020")).status, "number_on_business_app");
    assert.equal(meta.sent("verify_code", "556000000000020"), 0);
    assert.equal(lastEnd().sent, false);
  });

  it("says that nobody knows when our own code fails after sending", async () => {
    const verifyCode = () => {
      throw new TypeError("a defect");
    };
    const result = await ask(waiting("31"), RIGHT, { ...portsOf(), graph: { ...meta.graph, verifyCode } });
    assert.ok(result.status === "outcome_unknown" && result.message !== "");
  });

  it("says in the log, under its own name, that it was sent and what became of it", async () => {
    const known = meta.lines.length;
    const id = waiting("32");
    assert.equal((await ask(id)).status, "verified");
    assert.equal(lastEnd().sent, true);
    const entry = { call: "verify_code", phoneNumberId: id, attemptId: `call-${calls}` };
    assert.deepEqual(meta.lines.slice(known), [
      { event: "callSent", entry },
      { event: "callEnded", entry: { ...entry, status: "verified", spent: true, graphError: null } },
    ]);
  });

  it("takes back that a registration lacked a verification", async () => {
    const id = waiting("71");
    const registration = refusedForVerification(meta.clock.now());
    meta.store.number(id).document = changedDocument(undefined, { registration }, meta.clock.now());
    assert.equal((await ask(id)).status, "verified");
    const { document } = meta.store.number(id);
    assert.deepEqual([document?.registration?.status, document?.lifecycle], ["not_registered", "ready_to_register"]);
  });

  it("lets one call at a time near a number", async () => {
    const id = waiting("30");
    const results = await oneDuringTheOther(() => ask(id));
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["in_progress", "verified"]);
  });

  it("keeps the code out of everything that is kept", async () => {
    const echo = refused({ subcode: 2_388_093, details: "not the code" });
    await ask(waiting("40"), WRONG, answering(echo));
    const kept = inspect([meta.lines, meta.recorded.ends, meta.store.documents.text()], { depth: 20 });
    assert.ok(!kept.includes(WRONG) && !kept.includes(RIGHT));
  });

  it("says that Meta blocks the app", async () => {
    const error = graphError(200, { message: "API access blocked." });
    const reply: CallReply = { kind: "refused", error, regainAccessMs: null };
    assert.equal((await ask(waiting("70"), RIGHT, answering(reply))).status, "app_blocked");
  });

  it("has been seen to end in every status that it can", () => {
    const requests = new Set(["code_request_failed", "code_request_limited"]);
    const seen = new Set(meta.recorded.ends.map(({ end }) => end.status as string).concat("in_progress"));
    for (const status of VerificationFailureStatus.options) {
      if (!requests.has(status)) assert.ok(seen.has(status), `${status} was never seen`);
    }
  });
});
