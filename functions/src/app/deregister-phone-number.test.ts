import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { DeregistrationFailureStatus, DeregistrationResult } from "../contract/deregister-phone-number.ts";
import type { MetaView, RegistrationRecord } from "../contract/phone-number.ts";
import { LEASE_MS, reserve, WINDOW_MS } from "../domain/attempt/attempt-window.ts";
import { GIVE_UP_MS } from "../domain/attempt/open-attempt.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { CallReply } from "../domain/reply.ts";
import { faultyAttempts, type FaultyAttempts } from "../testing/faulty-attempts.ts";
import { graphError, metaView, tokenFacts } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import type { JournalLine } from "../testing/recording-journal.ts";
import { deregisterPhoneNumber, type DeregistrationPorts } from "./deregister-phone-number.ts";
import type { AttemptRequest, Read } from "./ports.ts";

const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
/** This deployment's budget of registrations, which deregistering has nothing to do with. */
const REGISTRATIONS = 3;
/** An answer that does not say whether it worked. */
const LOST: CallReply = { kind: "unreadable", reason: "x", httpStatus: 503 };

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const portsOf = (fault?: FaultyAttempts["fault"]): DeregistrationPorts => ({
  ...meta,
  attempts: faultyAttempts({ ...meta, limit: REGISTRATIONS, ...(fault === undefined ? {} : { fault }) }),
});

const seen = new Set<string>();
let calls = 0;
const ask = async (id: string, ports = portsOf()): Promise<DeregistrationResult> => {
  calls += 1;
  const request = { ...meta.subject(id), attemptId: `attempt-${calls}`, by: "uid-1" };
  const result = DeregistrationResult.parse(await deregisterPhoneNumber(ports, request));
  seen.add(result.status);
  return result;
};

/** A registered number; its id ends in these digits. */
const connected = (tail: string): string => meta.simulator.state.patchNumber(`5500000000005${tail}`, CONNECTED).id;

/** What our own record says of the number. */
const record = (id: string, status: RegistrationRecord["status"]): RegistrationRecord => {
  const registration = {
    status,
    at: "2026-01-01T00:00:00.000Z",
    by: "uid-0",
    message: null,
    retryAt: null,
    graphError: null,
  };
  meta.store.number(id).document = changedDocument(undefined, { registration }, 0);
  return registration;
};

const answering = (reply: CallReply): DeregistrationPorts => ({
  ...portsOf(),
  graph: { ...meta.graph, deregister: async () => reply },
});

/** Meta answers so, and the number reads like this, one reading after the other; `null`: it cannot be read. */
const showing = (reply: CallReply, readings: readonly [MetaView, ...(MetaView | null)[]]) => {
  const left = readings.map((view): Read<MetaView> => (view === null ? UNREADABLE : { ok: true, value: view }));
  const readNumber = async () => left.shift() ?? UNREADABLE;
  return { left, ports: { ...portsOf(), graph: { ...meta.graph, deregister: async () => reply, readNumber } } };
};
const UNREADABLE = { ok: false, failure: { kind: "unreadable", reason: "x" } } as const;
/** When they were read: the clock of these tests is the real one, and no reading of the future is believed. */
const observedAt = "2026-01-01T00:00:00.000Z";
const ON = metaView({ status: "CONNECTED", platformType: "CLOUD_API", observedAt });
const OFF = metaView({ status: "DISCONNECTED", observedAt });

describe("deregistering a number", () => {
  it("takes it off, shows it, and writes it down", async () => {
    const id = connected("01");
    record(id, "registered");
    const result = await ask(id);
    assert.ok(result.status === "deregistered");
    assert.equal(result.alreadyDeregistered, false);
    assert.deepEqual([result.attempts.used, result.attempts.limit], [1, 10]);
    const { document, audit, ledger } = meta.store.number(id);
    assert.equal(document?.registration?.status, "deregistered");
    assert.equal(document.registration.by, "uid-1");
    assert.equal(document.meta?.status, "DISCONNECTED");
    assert.deepEqual(
      [...audit.values()].map(({ status }) => status),
      ["deregistered"],
    );
    assert.deepEqual([ledger.register.entries.length, ledger.deregister.entries.length, ledger.lease], [0, 1, null]);
  });

  it("is content with a number that our record and Meta say is off, and spends nothing", async () => {
    const id = connected("02");
    await ask(id);
    const again = await ask(id);
    assert.ok(again.status === "deregistered" && again.alreadyDeregistered);
    assert.equal(again.attempts.used, 1);
    assert.equal(meta.sent("deregister", id), 1);
  });

  it("is content with a number that was never registered, and leaves it without a record", async () => {
    const id = "550000000000002";
    const result = await ask(id);
    assert.ok(result.status === "deregistered" && result.alreadyDeregistered);
    assert.equal(result.attempts.used, 0);
    assert.equal(meta.store.number(id).document?.registration, undefined);
    assert.equal(meta.sent("deregister", id), 0);
  });

  it("goes to Meta where an earlier deregistration did not finish, although the number shows as never registered", async () => {
    const id = "556000000000041";
    record(id, "incomplete_deregistration");
    const result = await ask(id);
    assert.ok(result.status === "deregistered" && !result.alreadyDeregistered);
    assert.equal(meta.simulator.state.numbers.get(id)?.incompleteDeregistration, false);
  });

  it("takes Meta's word that the number is not registered for what was asked", async () => {
    const id = meta.simulator.state.patchNumber("550000000000503", {
      faults: { deregister: { kind: "graph_error", error: { code: 133010 } } },
    }).id;
    record(id, "pin_mismatch");
    const result = await ask(id);
    assert.ok(result.status === "deregistered" && result.alreadyDeregistered);
    assert.equal(result.attempts.used, 1, "Meta was asked");
    assert.equal(meta.store.number(id).document?.registration?.status, "deregistered");
  });

  it("refuses a number that is connected and on the app at once", async () => {
    const result = await ask("556000000000023");
    assert.ok(result.status === "number_on_business_app");
    assert.match(result.resolution[0]?.detail ?? "", /Disconnect/);
    assert.equal(meta.sent("deregister", "556000000000023"), 0);
    assert.equal(result.attempts.used, 0);
  });

  it("hears it from Meta where reading does not show it", async () => {
    const id = connected("04");
    meta.simulator.state.patchNumber(id, { isOnBizApp: true, forbiddenFields: { is_on_biz_app: 10 } });
    assert.equal((await ask(id)).status, "number_on_business_app");
    assert.equal(meta.sent("deregister", id), 1);
  });

  it("waits for Meta where it accepted and still shows the number as connected", async () => {
    const id = connected("05");
    const registered = record(id, "registered");
    const result = await ask(id, answering({ kind: "accepted" }));
    assert.equal(result.status, "awaiting_meta");
    const { document, ledger } = meta.store.number(id);
    assert.equal(document?.registration?.status, "deregistered", "Meta accepted, so the registration is over");
    assert.notDeepEqual(document.registration, registered);
    assert.equal(document.meta?.status, "CONNECTED");
    assert.ok(ledger.nextLookAt !== null && ledger.nextLookAt <= meta.clock.now() + 60_000, "it is read again soon");
  });

  it("waits for Meta where it accepted and the number cannot be read", async () => {
    const { ports } = showing({ kind: "accepted" }, [ON]);
    assert.equal((await ask(connected("07"), ports)).status, "awaiting_meta");
  });

  const readBacks: readonly (readonly [string, CallReply, (MetaView | null)[], status: string, left: number])[] = [
    ["reads no more once the number shows it", { kind: "accepted" }, [OFF, OFF], "deregistered", 1],
    ["reads again while the number does not show it", { kind: "accepted" }, [ON, null, OFF], "deregistered", 0],
    ["leaves it to Meta where it accepted and nothing can be read", { kind: "accepted" }, [], "awaiting_meta", 0],
    ["reads no more once a lost answer is a yes", LOST, [OFF, OFF], "deregistered", 1],
    ["reads again while a lost answer is not a yes", LOST, [ON, null, OFF], "deregistered", 0],
    ["leaves a lost answer open while the number shows as connected", LOST, [ON, ON, ON], "meta_unavailable", 0],
    ["leaves a lost answer open where the number cannot be read", LOST, [], "meta_unavailable", 0],
  ];
  for (const [index, [name, reply, readings, status, unread]] of readBacks.entries()) {
    it(`${name}, and writes down the newest reading`, async () => {
      const id = connected(String(40 + index));
      const rated = readings.map((view) => view && { ...view, qualityRating: "GREEN" });
      const { left, ports } = showing(reply, [ON, ...rated]);
      assert.equal((await ask(id, ports)).status, status);
      assert.equal(left.length, unread);
      const newest = rated.slice(0, rated.length - unread).findLast((view) => view !== null);
      assert.deepEqual(meta.store.number(id).document?.meta, newest ?? ON);
    });
  }

  it("finds out by reading that a lost answer was a yes", async () => {
    const id = connected("06");
    meta.simulator.state.patchNumber(id, {
      faults: { deregister: { kind: "replace", status: 200, body: "<html>", processed: true } },
    });
    const result = await ask(id);
    assert.ok(result.status === "deregistered" && !result.alreadyDeregistered);
    assert.equal(meta.store.number(id).document?.meta?.status, "DISCONNECTED");
  });

  const silences: readonly (readonly [CallReply, DeregistrationFailureStatus, 0 | 1, string])[] = [
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable", 0, "10"],
    [{ kind: "unreadable", reason: "x", httpStatus: null }, "outcome_unknown", 1, "11"],
    [{ kind: "unreadable", reason: "x", httpStatus: 503 }, "meta_unavailable", 1, "12"],
    [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled", 1, "13"],
  ];
  for (const [reply, status, used, tail] of silences) {
    it(`calls ${JSON.stringify(reply)} ${status}, and leaves the last registration's answer alone`, async () => {
      const id = connected(tail);
      const registered = record(id, "registered");
      const result = await ask(id, answering(reply));
      assert.equal(result.status, status);
      assert.equal(result.attempts.used, used);
      assert.deepEqual(meta.store.number(id).document?.registration, registered);
    });
  }

  const refusals: readonly (readonly [status: DeregistrationFailureStatus, code: number, endsIn: string])[] = [
    ["invalid_token", 190, "20"],
    ["throttled", 80_008, "21"],
    ["recently_deleted", 133_015, "22"],
    ["incomplete_deregistration", 133_000, "23"],
    ["account_locked", 131_031, "24"],
    ["invalid_parameter", 33, "25"],
    ["meta_unavailable", 131_000, "26"],
    ["missing_permission", 200, "27"],
    ["rate_limited", 133_016, "28"],
    ["unknown_error", 133_005, "29"],
  ];
  for (const [status, code, tail] of refusals) {
    it(`calls a refusal with ${code} ${status}, and leaves the last registration's answer alone`, async () => {
      const id = connected(tail);
      const registered = record(id, "registered");
      meta.simulator.state.patchNumber(id, { faults: { deregister: { kind: "graph_error", error: { code } } } });
      const result = await ask(id);
      assert.equal(result.status, status);
      assert.equal("graphError" in result && result.graphError?.code, code);
      assert.equal(result.attempts.used, 1);
      assert.equal(result.attempts.blockedUntil !== null, status === "rate_limited");
      const { document } = meta.store.number(id);
      assert.deepEqual([document?.registration, document?.meta?.status], [registered, "CONNECTED"]);
    });
  }

  it("blocks deregistering alone after 133016", async () => {
    const id = connected("28");
    const result = await ask(id);
    assert.ok(result.status === "rate_limited" && result.retryAt !== null);
    assert.equal(result.retryAt, result.attempts.blockedUntil);
    assert.equal(meta.sent("deregister", id), 1, "the second was refused here");
    const { ledger } = meta.store.number(id);
    assert.equal(ledger.register.blockedUntil, null);
    const now = meta.clock.now();
    assert.ok(reserve(ledger, { operation: "register", attemptId: "r", now, limit: REGISTRATIONS }).granted);
  });

  it("has ten requests of its own in 72 hours, whatever this deployment's budget of registrations", async () => {
    const id = connected("30");
    for (let turn = 1; turn <= 10; turn += 1) {
      meta.simulator.state.patchNumber(id, CONNECTED);
      const result = await ask(id);
      assert.deepEqual([result.status, result.attempts.used], ["deregistered", turn]);
    }
    meta.simulator.state.patchNumber(id, CONNECTED);
    const eleventh = await ask(id);
    assert.ok(eleventh.status === "rate_limited" && eleventh.graphError === null);
    assert.equal(meta.sent("deregister", id), 10);
    meta.simulator.state.clock.advance(WINDOW_MS / 1000 + 1);
    assert.equal((await ask(id)).status, "deregistered");
  });

  it("keeps its hands off a number that another call is busy with", async () => {
    const id = connected("31");
    const results = await oneDuringTheOther(() => ask(id));
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["deregistered", "in_progress"]);
    const busy = results.find(({ status }) => status === "in_progress");
    assert.ok(busy !== undefined && "retryAt" in busy && busy.retryAt !== null);
    assert.ok(Date.parse(busy.retryAt) <= meta.clock.now() + LEASE_MS);
    assert.equal(meta.sent("deregister", id), 1);
  });

  it("spends nothing where reading proves that the token is no good, or reaches no such number", async () => {
    const dead = { ok: true, value: tokenFacts({ isValid: false }) } as const;
    const blind = { ok: true, value: tokenFacts({ scopes: ["whatsapp_business_messaging"] }) } as const;
    const deaf = { ok: true, value: tokenFacts({ scopes: ["whatsapp_business_management"] }) } as const;
    const withToken = (read: typeof dead): DeregistrationPorts => ({
      ...portsOf(),
      graph: { ...meta.graph, inspectToken: async () => read },
    });
    const id = connected("32");
    assert.equal((await ask(id, withToken(dead))).status, "invalid_token");
    const unread = { ok: false, failure: { kind: "timeout", reason: "x" } } as const;
    const missing = await ask(id, {
      ...portsOf(),
      graph: { ...meta.graph, inspectToken: async () => blind, readNumber: async () => unread },
    });
    assert.ok(missing.status === "missing_permission" && missing.attempts.used === 0);
    assert.deepEqual([missing.cause, missing.missing], ["scope_not_granted", ["whatsapp_business_management"]]);
    assert.equal(meta.sent("deregister", id), 0);
    assert.equal((await ask(id, withToken(deaf))).status, "deregistered", "messaging is not needed for it");
  });

  it("says that Meta blocks the app, also beforehand where every read says so", async () => {
    const error = graphError(200, { message: "API access blocked." });
    const refused = { kind: "refused", error } as const;
    const late = await ask(connected("70"), answering({ ...refused, regainAccessMs: null }));
    assert.equal(late.status, "app_blocked");
    const blocked = async () => ({ ok: false, failure: refused }) as const;
    const early = await ask(connected("71"), {
      ...portsOf(),
      graph: { ...meta.graph, readNumber: blocked, inspectToken: blocked },
    });
    assert.deepEqual([early.status, early.attempts.used], ["app_blocked", 0]);
  });

  it("sends nothing when the reservation is in doubt", async () => {
    const id = connected("33");
    await assert.rejects(
      ask(
        id,
        portsOf(() => "unavailable"),
      ),
    );
    assert.equal(meta.sent("deregister", id), 0);
  });

  it("tells the truth although it cannot be written down", async () => {
    const id = connected("34");
    const result = await ask(
      id,
      portsOf((step) => (step === "settle" ? "unavailable" : undefined)),
    );
    assert.ok(result.status === "deregistered" && result.attempts.used === 1);
    assert.equal(meta.lines.at(-1)?.event, "callUnrecorded");
  });

  it("says that nobody knows when our own code fails after sending", async () => {
    const id = connected("35");
    const deregister = () => {
      throw new TypeError("a defect");
    };
    const result = await ask(id, { ...portsOf(), graph: { ...meta.graph, deregister } });
    assert.equal(result.status, "outcome_unknown");
    assert.equal(result.attempts.used, 1);
  });

  it("sends nothing after being frozen on the way", async () => {
    const id = connected("36");
    const late = (ms: number): DeregistrationPorts => ({
      ...portsOf(),
      clock: { ...meta.clock, stopwatch: () => () => ms },
    });
    const result = await ask(id, late(25_001));
    assert.ok(result.status === "meta_unavailable" && result.attempts.used === 0);
    assert.equal(meta.sent("deregister", id), 0);
    await ask(id, late(25_000));
    assert.equal(meta.sent("deregister", id), 1, "so much is allowed");
  });

  it("asks for its attempt in the caller's name, and gives back that one", async () => {
    const requests: AttemptRequest[] = [];
    const id = connected("37");
    await ask(
      id,
      portsOf((_, request) => {
        requests.push(request);
        return undefined;
      }),
    );
    const attemptId = `attempt-${calls}`;
    const rest = { operation: "deregister", by: "uid-1", forced: false, dataLocalizationRegion: null } as const;
    const request = { phoneNumberId: id, attemptId, ...rest };
    assert.deepEqual(requests, [request, request]);
  });

  it("says in the log what was sent and what became of it, or why nothing was sent or kept", async () => {
    const id = connected("38");
    const about = { call: "deregister", phoneNumberId: id } as const;
    const told = async (ports?: DeregistrationPorts): Promise<readonly JournalLine[]> => {
      const known = meta.lines.length;
      await ask(id, ports);
      return meta.lines.slice(known);
    };
    const ended = (entry: object): JournalLine[] => [
      { event: "callSent", entry: { ...about, attemptId: `attempt-${calls}` } },
      { event: "callEnded", entry: { ...about, attemptId: `attempt-${calls}`, spent: true, ...entry } },
    ];
    const error = graphError(133_000);
    assert.deepEqual(
      await told(answering({ kind: "refused", error, regainAccessMs: null })),
      ended({ status: "incomplete_deregistration", graphError: error }),
    );

    const defect = new TypeError("a defect");
    const deregister = () => {
      throw defect;
    };
    const [sent, ...rest] = await told({ ...portsOf(), graph: { ...meta.graph, deregister } });
    const failed = { call: "deregister", phoneNumberId: id, attemptId: `attempt-${calls}`, error: defect };
    assert.deepEqual(rest.shift(), { event: "judgementFailed", entry: failed });
    assert.deepEqual([sent, ...rest], ended({ status: "outcome_unknown", graphError: null }));

    meta.simulator.state.clock.advance(GIVE_UP_MS / 1000);
    assert.deepEqual(await told(), ended({ status: "deregistered", graphError: null }));

    meta.simulator.state.patchNumber(id, CONNECTED);
    const [, unrecorded] = await told(portsOf((step) => (step === "settle" ? "unavailable" : undefined)));
    const lost = { status: "deregistered", error: new Error("The store cannot be reached.") };
    const entry = { ...about, attemptId: `attempt-${calls}`, ...lost };
    assert.deepEqual(unrecorded, { event: "callUnrecorded", entry });

    const busy = { event: "callWithheld", entry: { ...about, status: "in_progress" } };
    assert.deepEqual(await told(), [busy], "the lease of the last one was not given back");
  });

  it("has been seen to end in every status that it can", () => {
    for (const status of DeregistrationFailureStatus.options) assert.ok(seen.has(status), `${status} was never seen`);
  });
});
