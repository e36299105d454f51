import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GraphError } from "../contract/failure.ts";
import { PIN_BY_MS, POST_BY_MS } from "../contract/patience.ts";
import { AttemptDocument } from "../contract/phone-number.ts";
import { RegistrationResult } from "../contract/register-phone-number.ts";
import { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { CONNECTED, NUMBER, graphError, metaView, tokenFacts } from "../testing/fixtures.ts";
import { PIN, rehearse, type Rehearsal, type Rehearsed } from "../testing/rehearsal.ts";
import type { Reaction, Script } from "../testing/scripted-graph.ts";
import type { Read } from "./ports.ts";

const HOUR_MS = 3_600_000;
const accepted: CallReply = { kind: "accepted" };
const refused = (code: number, rest: Parameters<typeof graphError>[1] = {}): CallReply => ({
  kind: "refused",
  error: graphError(code, rest),
  regainAccessMs: null,
});
const unreadable = (httpStatus: number | null): CallReply => ({ kind: "unreadable", reason: "x", httpStatus });
const notSent: CallReply = { kind: "not_sent", reason: "ECONNREFUSED" };
const read = <Value>(value: Value): Reaction<Read<Value>> => ({ answer: { ok: true, value } });
const notShown = (error: GraphError) => (): Reaction<Read<never>> => ({
  answer: { ok: false, failure: { kind: "refused", error } },
});
const replies = (reply: CallReply) => () => ({ answer: reply });

/** A number that is verified and not registered, and Meta as it should be. */
const GOOD: Script = {
  register: replies(accepted),
  setPin: replies(accepted),
  readNumber: ({ posts }) => read(posts === 0 ? metaView() : CONNECTED),
  inspectToken: () => read(tokenFacts()),
  numbersOfWaba: () => read([]),
  permissions: () => read([]),
  assignedUsers: () => read([]),
};
const CONNECTED_BEFORE: Script = { ...GOOD, readNumber: () => read(CONNECTED) };
const NEVER_CONNECTED: Script = { ...GOOD, readNumber: () => read(metaView()) };

const reset = (script: Script, rehearsal: Rehearsal = {}): Promise<Rehearsed> =>
  rehearse(script, { ...rehearsal, ask: { resetPin: true, ...rehearsal.ask } });

/** How many PINs and registrations were posted, and what the ledger counts. */
const sent = ({ graph, stored }: Rehearsed): number[] => [
  graph.pinsSet.length,
  graph.posts.length,
  stored.ledger.register.entries.length,
];

const says = (result: RegistrationResult): string => ("message" in result ? result.message : "");

/** What the audit documents say, each read as the contract has it. */
const audits = ({ store }: Rehearsed): AttemptDocument[] =>
  store.documents
    .inside(`whatsappNumbers/${NUMBER}/whatsappAttempts`)
    .map((path) => AttemptDocument.parse(store.documents.read(path)?.fields));

const audited = (done: Rehearsed): string[] =>
  audits(done)
    .map(({ operation, status, by }) => `${operation} ${status} ${by}`)
    .toSorted();

describe("registering with a PIN that is set first", () => {
  it("sets the PIN once, then registers with it once, and the PIN is in effect", async () => {
    const done = await reset(GOOD);
    assert.ok(done.result.status === "registered");
    assert.deepEqual([done.result.pin, done.result.alreadyRegistered], ["in_effect", false]);
    assert.deepEqual(done.graph.pinsSet, [{ pin: PIN, posts: 0 }]);
    assert.deepEqual([done.graph.posts.map(({ pin }) => pin), sent(done)], [[PIN], [1, 1, 1]]);
  });

  it("never sets one by itself, whatever the registration is answered, and offers it", async () => {
    for (const code of [133_005, 133_008, 133_009]) {
      const done = await rehearse({ ...GOOD, register: replies(refused(code)) });
      assert.deepEqual(sent(done), [0, 1, 1]);
    }
    const { result } = await rehearse({ ...GOOD, register: replies(refused(133_005)) });
    assert.ok("resolution" in result && result.resolution.some(({ detail }) => detail.includes("resetPin")));
  });

  it("writes both requests down, each in a document of its own, and the PIN in none of them nor in a line", async () => {
    const done = await reset(GOOD);
    assert.deepEqual(audited(done), ["register registered operator-1", "set_pin pin_set operator-1"]);
    const everything = [done.stored.document, done.stored.ledger, audits(done), done.lines, done.result];
    assert.ok(!JSON.stringify(everything).includes(PIN));
    const ends = done.lines.filter(({ event }) => event === "callSent" || event === "callEnded");
    assert.deepEqual(
      ends.map(({ event, entry }) => [event, (entry as { call: string }).call]),
      [
        ["callSent", "set_pin"],
        ["callSent", "register"],
        ["callEnded", "set_pin"],
        ["callEnded", "register"],
      ],
    );
  });

  it("says in the log of neither request that it has ended where the end cannot be written down, but how each did", async () => {
    const done = await reset(GOOD, { fault: (step) => (step === "settle" ? "unavailable" : undefined) });
    assert.equal(done.result.status, "registered");
    assert.deepEqual(
      done.lines.filter(({ event }) => event === "callEnded"),
      [],
    );
    const unrecorded = done.lines.filter(({ event }) => event === "callUnrecorded");
    assert.deepEqual(
      unrecorded.map(({ entry }) => [(entry as { call: string }).call, (entry as { status: string }).status]),
      [
        ["set_pin", "pin_set"],
        ["register", "registered"],
      ],
    );
  });

  it("waits as long for a lock that Meta names in its words to the user alone, whichever of the two met it", async () => {
    const locked = replies(refused(133_008, { userMessage: "Try again in 2 hours." }));
    for (const done of [await reset({ ...GOOD, setPin: locked }), await rehearse({ ...GOOD, register: locked })]) {
      assert.ok(done.result.status === "pin_locked" && done.result.retryAt !== null);
      const waitMs = Date.parse(done.result.retryAt) - done.time.now();
      assert.ok(Math.abs(waitMs - 2 * HOUR_MS) < 60_000, `${waitMs} ms`);
    }
  });
});

describe("a number that may be registered keeps its PIN", () => {
  it("is answered as it stands where it shows as connected, with nothing posted", async () => {
    const done = await reset(CONNECTED_BEFORE);
    assert.ok(done.result.status === "registered" && done.result.alreadyRegistered);
    assert.deepEqual([done.result.pin, sent(done), audited(done)], ["not_changed", [0, 0, 0], []]);
  });

  it("is registered by force without setting the PIN", async () => {
    const done = await reset(CONNECTED_BEFORE, { ask: { force: true } });
    assert.ok(done.result.status === "registered" && done.result.pin === "not_changed");
    assert.deepEqual(sent(done), [0, 1, 1]);
  });

  it("is told why Meta refused to register it by force, as without a new PIN", async () => {
    const script = { ...CONNECTED_BEFORE, register: replies(refused(133_005)) };
    const [done, plain] = [
      await reset(script, { ask: { force: true } }),
      await rehearse(script, { ask: { force: true } }),
    ];
    assert.deepEqual([done.result.status, sent(done)], ["pin_mismatch", [0, 1, 1]]);
    assert.equal(says(done.result), says(plain.result));
  });

  it("keeps it too while the same request is under way", async () => {
    const mayPost = async () => ({ status: "in_progress", retryAfterMs: null }) as const;
    const done = await reset(GOOD, { ask: { mayPost } });
    assert.deepEqual([done.result.status, sent(done), audited(done)], ["in_progress", [0, 0, 0], []]);
  });

  for (const status of ["FLAGGED", "RATE_LIMITED", "RESTRICTED", "BANNED", "SOMETHING_NEW", null]) {
    it(`is not touched where Meta says ${status}, by force neither`, async () => {
      const view = read(metaView({ status, platformType: "CLOUD_API" }));
      for (const force of [false, true]) {
        const done = await reset({ ...GOOD, readNumber: () => view }, { ask: { force } });
        assert.deepEqual([done.result.status, sent(done)], ["invalid_parameter", [0, 0, 0]]);
      }
    });
  }

  it("is not touched where it cannot be read", async () => {
    const { readNumber: _, ...blind } = GOOD;
    const done = await reset(blind);
    assert.deepEqual([done.result.status, sent(done)], ["meta_unavailable", [0, 0, 0]]);
    assert.match(says(done.result), /could not be read/);
  });

  it("is not touched where Meta has a fault while it is read, and says both", async () => {
    const done = await reset({ ...GOOD, readNumber: notShown(graphError(2)) });
    assert.deepEqual([done.result.status, sent(done)], ["meta_unavailable", [0, 0, 0]]);
    assert.match(says(done.result), /could not be read/);
    assert.equal("graphError" in done.result && done.result.graphError?.code, 2);
  });

  const refusals: readonly (readonly [string, GraphError])[] = [
    ["app_blocked", graphError(200, { message: "API access blocked." })],
    ["invalid_token", graphError(190)],
    ["invalid_token", graphError(200, { message: "(#200) Provide valid app ID" })],
    ["missing_permission", graphError(200)],
    ["missing_permission", graphError(100, { subcode: 33, message: "Unsupported get request." })],
    ["throttled", graphError(4)],
    ["account_locked", graphError(368)],
    ["unknown_error", graphError(4711)],
  ];
  for (const [status, error] of refusals) {
    it(`is not touched where Meta refuses to show it, and is told why as without a new PIN: ${error.message}`, async () => {
      const wabaNumbers = () => read([{ id: NUMBER, displayPhoneNumber: null }]);
      const script = {
        ...GOOD,
        numbersOfWaba: wabaNumbers,
        readNumber: notShown(error),
        register: replies({ kind: "refused", error, regainAccessMs: null }),
      };
      const [done, plain] = [await reset(script), await rehearse(script)];
      assert.deepEqual([done.result.status, plain.result.status, sent(done)], [status, status, [0, 0, 0]]);
      assert.deepEqual("graphError" in done.result && done.result.graphError, error);
      assert.equal(says(done.result), says(plain.result));
      assert.equal(done.circuit.state.open, status === "invalid_token");
    });
  }

  it("is not touched while the token's circuit is open, and is answered so", async () => {
    const { readNumber: _, ...blind } = GOOD;
    const done = await reset(blind, { circuitOpen: true });
    assert.deepEqual([done.result.status, sent(done), done.circuit.state.open], ["invalid_token", [0, 0, 0], true]);
  });

  for (const view of [{ status: "DISCONNECTED" }, { status: "CONNECTED", platformType: "ON_PREMISE" }])
    it(`but one that is off the Cloud API gets it: ${JSON.stringify(view)}`, async () =>
      assert.deepEqual(sent(await reset({ ...GOOD, readNumber: () => read(metaView(view)) })), [1, 1, 1]));
});

describe("a PIN that Meta refuses", () => {
  const cases: readonly (readonly [string, CallReply, RegistrationResult["status"], RegExp])[] = [
    ["the number's PIN may not be set", refused(133_010), "invalid_parameter", /does not let its PIN be set/],
    ["guessed too often", refused(133_008), "pin_locked", /Too many wrong PINs/],
    ["a bad value", refused(131_009), "invalid_parameter", /refuses a value/],
    ["no valid token", refused(190), "invalid_token", /does not accept/],
    ["no permission", refused(200), "missing_permission", /may not see it/],
    ["throttled", refused(4), "throttled", /limits/],
    ["a gateway that throttles", unreadable(429), "throttled", /limits/],
    ["a code nobody knows", refused(4711), "unknown_error", /not known here/],
    ["a fault of Meta's own", refused(2), "meta_unavailable", /may have been.*registration was not sent/],
    ["no answer", unreadable(null), "meta_unavailable", /may have been.*registration was not sent/],
    ["a gateway's 502", unreadable(502), "meta_unavailable", /may have been.*registration was not sent/],
    ["nothing sent", notSent, "meta_unavailable", /neither the new PIN nor the registration was sent/],
  ];
  for (const [name, reply, status, message] of cases) {
    it(`sends no registration and spends nothing: ${name}`, async () => {
      const done = await reset({ ...GOOD, setPin: replies(reply) });
      RegistrationResult.parse(done.result);
      assert.equal(done.result.status, status);
      assert.match(says(done.result), message);
      assert.deepEqual([sent(done), done.stored.ledger.lease, done.result.attempts.used], [[1, 0, 0], null, 0]);
      const operations = audits(done).map(({ operation, settledAt }) => [operation, settledAt !== null]);
      assert.deepEqual(operations, reply.kind === "not_sent" ? [] : [["set_pin", true]]);
      assert.equal(done.stored.document?.registration?.message, says(done.result));
    });
  }

  it("opens the circuit where it is the token that is refused, and nowhere else", async () => {
    for (const [reply, isOpen] of [
      [refused(190), true],
      [refused(200), false],
      [accepted, false],
    ] as const) {
      const { circuit } = await reset({ ...GOOD, setPin: replies(reply) });
      assert.equal(circuit.state.open, isOpen, JSON.stringify(reply));
    }
  });

  it("has a customer whose token is refused sign up again, in the answer and in every document", async () => {
    const done = await reset({ ...GOOD, setPin: replies(refused(190)) }, { ask: { customerId: "acme" } });
    assert.deepEqual([done.result.status, sent(done)[0]], ["invalid_token", 1]);
    assert.equal("actor" in done.result && done.result.actor, "customer");
    assert.ok(audits(done).some(({ operation, message }) => operation === "set_pin" && message !== null));
    assert.doesNotMatch(JSON.stringify([done.result, done.store.documents.text()]), /System User/);
  });

  it("holds up nothing: the same may be asked for at once", async () => {
    const first = await reset({ ...GOOD, setPin: () => "hangs" });
    assert.equal(first.result.status, "meta_unavailable");
    const second = await reset(GOOD, { world: first, ask: { attemptId: "attempt-2" } });
    assert.deepEqual([second.result.status, sent(second)], ["registered", [1, 1, 1]]);
  });

  it("is not sent again before the time that Meta named", async () => {
    const first = await reset({ ...GOOD, setPin: replies(refused(133_008, { details: "Try again in 2 hours" })) });
    assert.equal(first.result.status, "pin_locked");
    const soon = await reset(GOOD, { world: first, ask: { attemptId: "attempt-2" } });
    assert.deepEqual([soon.result.status, sent(soon)], ["pin_locked", [0, 0, 0]]);
    const retryAt = "retryAt" in soon.result ? Date.parse(soon.result.retryAt ?? "") : Number.NaN;
    assert.ok(retryAt > soon.time.now() + HOUR_MS && retryAt <= first.startedAt + 2 * HOUR_MS + POST_BY_MS);
    await soon.time.run(() => soon.time.sleep(2 * HOUR_MS));
    const later = await reset(GOOD, { world: first, ask: { attemptId: "attempt-3" } });
    assert.equal(later.result.status, "registered");
  });
});

describe("a PIN that is set before a registration that fails", () => {
  it("is told of in the answer, in the number's document and by an audit document", async () => {
    const done = await reset({ ...GOOD, register: replies(refused(133_016)) });
    assert.equal(done.result.status, "rate_limited");
    assert.match(says(done.result), /The number's PIN is now the new one all the same: keep it\.$/);
    assert.equal(done.stored.document?.registration?.message, says(done.result));
    assert.deepEqual(audited(done), ["register rate_limited operator-1", "set_pin pin_set operator-1"]);
    assert.deepEqual(sent(done), [1, 1, 1]);
  });

  it("is told of where the registration was not sent at all", async () => {
    const done = await reset({ ...GOOD, register: replies(notSent) });
    assert.equal(done.result.status, "meta_unavailable");
    assert.match(says(done.result), /PIN is now the new one/);
    assert.equal(done.stored.document?.registration?.message, says(done.result));
    assert.deepEqual([audited(done), done.result.attempts.used], [["set_pin pin_set operator-1"], 0]);
  });

  it("is told of where another call has taken the request over meanwhile, or too much time has passed", async () => {
    let asked = 0;
    const mayPost = async () => {
      asked += 1;
      return asked === 1 ? null : ({ status: "in_progress", retryAfterMs: null } as const);
    };
    const done = await reset(GOOD, { ask: { mayPost } });
    assert.deepEqual([asked, done.result.status, sent(done)], [2, "in_progress", [1, 0, 0]]);
    assert.match(says(done.result), /PIN is now the new one/);
    assert.deepEqual(audited(done), ["set_pin pin_set operator-1"]);
  });

  it("is neither set nor registered with once more while the outcome of the registration is open", async () => {
    const first = await reset({ ...NEVER_CONNECTED, register: () => "hangs" });
    assert.equal(first.result.status, "outcome_unknown");
    assert.match(says(first.result), /PIN is now the new one/);
    const ask = { attemptId: "attempt-2", pin: new Pin("999999") };
    const second = await reset(NEVER_CONNECTED, { world: first, ask });
    assert.deepEqual([second.result.status, sent(second)], ["outcome_unknown", [0, 0, 1]]);
  });
});

describe("an instance that was frozen", () => {
  const slowReserve = (delayMs: number): Rehearsal => ({
    fault: (step) => (step === "reserve" ? { delayMs } : undefined),
  });

  it("on the way to its PIN sends none, since a newer one may stand there", async () => {
    const done = await reset(GOOD, slowReserve(PIN_BY_MS + 1));
    assert.deepEqual([done.result.status, sent(done)], ["meta_unavailable", [0, 0, 0]]);
    assert.match(says(done.result), /neither the new PIN nor the registration was sent/);
    const end = done.lines.find(({ event }) => event === "callEnded");
    assert.deepEqual(end?.entry, {
      call: "set_pin",
      phoneNumberId: NUMBER,
      attemptId: "attempt-1",
      status: "meta_unavailable",
      spent: false,
      graphError: null,
    });
    assert.deepEqual(audited(done), [], "nothing is written down as sent");
    assert.deepEqual(sent(await reset(GOOD, slowReserve(PIN_BY_MS))), [1, 1, 1]);
  });

  it("waits for the PIN no longer than until the registration has to be sent", async () => {
    const late: Script = { ...GOOD, setPin: () => ({ answer: accepted, afterMs: POST_BY_MS }) };
    const done = await reset(late);
    assert.deepEqual([done.result.status, sent(done)], ["meta_unavailable", [1, 0, 0]]);
    assert.ok(done.time.now() - done.startedAt <= POST_BY_MS);
    const begunLate = await reset(
      { ...GOOD, setPin: () => ({ answer: accepted, afterMs: POST_BY_MS - PIN_BY_MS }) },
      slowReserve(PIN_BY_MS),
    );
    assert.deepEqual([begunLate.result.status, sent(begunLate)], ["meta_unavailable", [1, 0, 0]]);
    assert.ok(begunLate.time.now() - begunLate.startedAt <= POST_BY_MS);
    const inTime = await reset({ ...GOOD, setPin: () => ({ answer: accepted, afterMs: POST_BY_MS - 1 }) });
    assert.deepEqual(sent(inTime), [1, 1, 1]);
  });
});
