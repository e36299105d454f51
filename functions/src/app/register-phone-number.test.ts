import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GraphError } from "../contract/failure.ts";
import { FUNCTION_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { RegistrationResult } from "../contract/register-phone-number.ts";
import { TransitionDocument } from "../contract/transition.ts";
import { LEASE_MS, WINDOW_MS } from "../domain/attempt/attempt-window.ts";
import { GIVE_UP_MS } from "../domain/attempt/open-attempt.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { CallReply } from "../domain/reply.ts";
import { CONNECTED, graphError, healthEntity, metaView, NUMBER, tokenFacts } from "../testing/fixtures.ts";
import type { JournalLine } from "../testing/recording-journal.ts";
import { PIN, rehearse, type Rehearsal, type Rehearsed } from "../testing/rehearsal.ts";
import type { Reaction, Script, Turn } from "../testing/scripted-graph.ts";
import type { Read, ReadFailure } from "./ports.ts";

const accepted: CallReply = { kind: "accepted" };
const refused = (
  code: number,
  rest: Parameters<typeof graphError>[1] = {},
  regainAccessMs: number | null = null,
): CallReply => ({ kind: "refused", error: graphError(code, rest), regainAccessMs });
const unreadable = (httpStatus: number | null): CallReply => ({ kind: "unreadable", reason: "x", httpStatus });
const notSent: CallReply = { kind: "not_sent", reason: "ECONNREFUSED" };

const read = <Value>(value: Value): Reaction<Read<Value>> => ({ answer: { ok: true, value } });
const fails = (failure: ReadFailure): Reaction<Read<never>> => ({ answer: { ok: false, failure } });
const replies = (reply: CallReply) => () => ({ answer: reply });

/** Meta as it should be: the number is ready, and connected once the registration was posted. */
const GOOD: Script = {
  register: replies(accepted),
  readNumber: ({ posts }) => read(posts === 0 ? metaView() : CONNECTED),
  inspectToken: () => read(tokenFacts()),
  numbersOfWaba: () => read([]),
  permissions: () => read([]),
  assignedUsers: () => read([]),
};
/** The same, but the number never shows as connected. */
const NEVER_CONNECTED: Script = { ...GOOD, readNumber: () => read(metaView()) };

describe("registering a number", () => {
  const cases: readonly (readonly [string, Script, string, "spent" | "given back"])[] = [
    ["accepted, and the number shows it", GOOD, "registered", "spent"],
    ["accepted, and the number does not show it", NEVER_CONNECTED, "awaiting_meta", "spent"],
    ["accepted, and the number cannot be read", { register: replies(accepted) }, "awaiting_meta", "spent"],
    ["connected already", { ...GOOD, readNumber: () => read(CONNECTED) }, "registered", "given back"],
    [
      "on the business app",
      { ...GOOD, readNumber: () => read(metaView({ platformType: "ON_PREMISE", isOnBusinessApp: true })) },
      "number_on_business_app",
      "given back",
    ],
    [
      "not verified",
      { ...GOOD, readNumber: () => read(metaView({ codeVerificationStatus: "NOT_VERIFIED" })) },
      "verification_required",
      "given back",
    ],
    [
      "a permission missing",
      { ...GOOD, inspectToken: () => read(tokenFacts({ scopes: [] })) },
      "missing_permission",
      "given back",
    ],
    [
      "a token called invalid",
      { ...GOOD, inspectToken: () => read(tokenFacts({ isValid: false })) },
      "invalid_token",
      "given back",
    ],
    ["nothing could be sent", { ...GOOD, register: replies(notSent) }, "meta_unavailable", "given back"],
    [
      "refused: Missing Permission",
      { ...GOOD, register: replies(refused(100, { message: "(#100) Missing Permission" })) },
      "missing_permission",
      "spent",
    ],
    [
      "refused: SMB",
      { ...GOOD, register: replies(refused(100, { message: "not available for SMB businesses." })) },
      "number_on_business_app",
      "spent",
    ],
    [
      "refused: a parameter",
      { ...GOOD, register: replies(refused(100, { message: "(#100) Invalid parameter", details: "x" })) },
      "invalid_parameter",
      "spent",
    ],
    ["refused: 200", { ...GOOD, register: replies(refused(200)) }, "missing_permission", "spent"],
    ["refused: 190", { ...GOOD, register: replies(refused(190)) }, "invalid_token", "spent"],
    ["refused: 133005", { ...GOOD, register: replies(refused(133_005)) }, "pin_mismatch", "spent"],
    ["refused: 133008", { ...GOOD, register: replies(refused(133_008)) }, "pin_locked", "spent"],
    ["refused: 133006", { ...GOOD, register: replies(refused(133_006)) }, "verification_required", "spent"],
    ["refused: 133016", { ...GOOD, register: replies(refused(133_016)) }, "rate_limited", "spent"],
    ["refused: 80007", { ...GOOD, register: replies(refused(80_007)) }, "throttled", "spent"],
    ["refused: 133015", { ...GOOD, register: replies(refused(133_015)) }, "recently_deleted", "spent"],
    ["refused: 133000", { ...GOOD, register: replies(refused(133_000)) }, "incomplete_deregistration", "spent"],
    ["refused: 131031", { ...GOOD, register: replies(refused(131_031)) }, "account_locked", "spent"],
    [
      "refused: the wrapper alone, and the business is blocked",
      {
        ...GOOD,
        register: replies(refused(100, { message: "Invalid parameter" })),
        messagingHealth: () =>
          read({
            canSendMessage: "BLOCKED",
            entities: [healthEntity("BUSINESS", { canSendMessage: "BLOCKED" })],
          }),
      },
      "business_incomplete",
      "spent",
    ],
    [
      "refused: a code nobody knows, and the business is blocked, which need not be why",
      {
        ...GOOD,
        register: replies(refused(4711)),
        messagingHealth: () =>
          read({
            canSendMessage: "BLOCKED",
            entities: [healthEntity("BUSINESS", { canSendMessage: "BLOCKED" })],
          }),
      },
      "unknown_error",
      "spent",
    ],
    [
      "refused: the wrapper alone",
      { ...GOOD, register: replies(refused(100, { message: "Invalid parameter" })) },
      "unknown_error",
      "spent",
    ],
    [
      "refused: somebody holds the number",
      { ...GOOD, register: replies(refused(100, { message: "Invalid parameter", subcode: 2_388_001 })) },
      "number_held_elsewhere",
      "spent",
    ],
    [
      "refused: the app is blocked",
      { ...GOOD, register: replies(refused(200, { message: "API access blocked." })) },
      "app_blocked",
      "spent",
    ],
    [
      "every read says that the app is blocked",
      {
        ...GOOD,
        readNumber: () => fails({ kind: "refused", error: graphError(200, { message: "API access blocked." }) }),
        inspectToken: () => fails({ kind: "refused", error: graphError(200, { message: "API access blocked." }) }),
      },
      "app_blocked",
      "given back",
    ],
    [
      "not registered, and ownership is verified: the id is wrong",
      { ...GOOD, register: replies(refused(133_010)) },
      "invalid_parameter",
      "spent",
    ],
    ["refused: a code nobody knows", { ...GOOD, register: replies(refused(4711)) }, "unknown_error", "spent"],
    [
      "Meta failed, and the number is as before",
      { ...NEVER_CONNECTED, register: replies(refused(133_004)) },
      "meta_unavailable",
      "spent",
    ],
    ["Meta failed, and yet it worked", { ...GOOD, register: replies(refused(133_004)) }, "registered", "spent"],
    [
      "no answer, and the number is as before",
      { ...NEVER_CONNECTED, register: () => "hangs" },
      "outcome_unknown",
      "spent",
    ],
    ["no answer, and yet it worked", { ...GOOD, register: () => "hangs" }, "registered", "spent"],
    ["no answer, and the number cannot be read", { register: () => "hangs" }, "outcome_unknown", "spent"],
    [
      "an unreadable 502, and the number cannot be read",
      { register: replies(unreadable(502)) },
      "meta_unavailable",
      "spent",
    ],
    ["an unreadable answer", { ...NEVER_CONNECTED, register: replies(unreadable(200)) }, "outcome_unknown", "spent"],
    ["an unreadable 502", { ...NEVER_CONNECTED, register: replies(unreadable(502)) }, "meta_unavailable", "spent"],
    ["an unreadable 502, and yet it worked", { ...GOOD, register: replies(unreadable(502)) }, "registered", "spent"],
    ["an unreadable 429", { ...GOOD, register: replies(unreadable(429)) }, "throttled", "spent"],
  ];
  for (const [name, script, status, cost] of cases) {
    it(`is ${status}, and the attempt ${cost}: ${name}`, async () => {
      const { result, stored, graph, time, startedAt } = await rehearse(script);
      RegistrationResult.parse(result);
      assert.equal(result.status, status);
      const used = cost === "spent" ? 1 : 0;
      assert.equal(result.attempts.used, used);
      assert.equal(result.attempts.blockedUntil !== null, status === "rate_limited");
      assert.deepEqual(stored.document?.attempts, result.attempts);
      assert.equal(stored.document?.registration?.status, status, "the document says what the caller was told");
      assert.equal(stored.document?.registration?.by, "operator-1");
      const reason = stored.document.reasons.find(({ code }) => code === status);
      if (reason !== undefined && "resolution" in result) {
        const { message, actor, resolution } = result;
        assert.deepEqual(reason, { code: status, message, actor, resolution }, "and how to mend it, in the same steps");
      }
      assert.deepEqual(
        [...stored.audit.values()].map((entry) => entry.status),
        used === 1 ? [status] : [],
      );
      assert.equal(stored.ledger.lease, null);
      assert.ok(graph.posts.length <= 1);
      if (used === 1) assert.equal(graph.posts.length, 1);
      assert.ok(time.now() - startedAt < FUNCTION_MS, "within the time a function has");
    });
  }

  it("tells in the log the names of what Meta adds to its answer", async () => {
    const { lines } = await rehearse({ ...GOOD, register: replies({ kind: "accepted", otherKeys: ["pin_not_set"] }) });
    const grown = lines.find(({ event }) => event === "answerGrew");
    const about = { call: "register", phoneNumberId: NUMBER, attemptId: "attempt-1" };
    assert.deepEqual(grown?.entry, { ...about, keys: ["pin_not_set"] });
  });

  it("sends what was asked for, once, with the PIN", async () => {
    const { graph } = await rehearse(GOOD, { ask: { dataLocalizationRegion: "DE" } });
    assert.deepEqual(
      graph.posts.map(({ phoneNumberId, pin, region }) => ({ phoneNumberId, pin, region })),
      [{ phoneNumberId: NUMBER, pin: PIN, region: "DE" }],
    );
  });

  it("keeps the PIN out of everything that is answered, stored or logged", async () => {
    for (const script of [GOOD, NEVER_CONNECTED, {}, { ...GOOD, register: replies(refused(133_005)) }]) {
      const { result, stored, lines } = await rehearse(script);
      assert.ok(!JSON.stringify([result, stored, [...stored.audit], lines]).includes(PIN));
    }
  });

  it("tells success that is news from success that is not", async () => {
    for (const script of [GOOD, { ...GOOD, register: () => "hangs" as const }]) {
      const { result } = await rehearse(script);
      assert.equal(result.status === "registered" && result.alreadyRegistered, false);
    }
    const already = await rehearse({ ...GOOD, readNumber: () => read(CONNECTED) });
    assert.equal(already.result.status === "registered" && already.result.alreadyRegistered, true);
    assert.equal(already.graph.posts.length, 0);
  });

  it("has the number looked at again where something is open, what it may send included, and soon", async () => {
    for (const [script, open] of [
      [GOOD, true],
      [NEVER_CONNECTED, true],
      [{ ...NEVER_CONNECTED, register: () => "hangs" as const }, true],
      [{ ...NEVER_CONNECTED, register: replies(unreadable(503)) }, true],
      [{ ...GOOD, register: replies(refused(133_005)) }, false],
    ] as const) {
      const { stored, time } = await rehearse(script);
      const due = stored.ledger.nextLookAt === null ? Number.POSITIVE_INFINITY : stored.ledger.nextLookAt - time.now();
      assert.equal(due <= 120_000, open, String(stored.document?.registration?.status));
    }
  });

  it("writes down what was read before where nothing can be read after", async () => {
    const { stored } = await rehearse({
      ...GOOD,
      readNumber: ({ posts }) => (posts === 0 ? read(metaView()) : "hangs"),
    });
    assert.deepEqual(stored.document?.meta, metaView());
  });

  it("writes down the newest view of the number", async () => {
    assert.equal((await rehearse(GOOD)).stored.document?.meta?.status, "CONNECTED");
    assert.equal((await rehearse(NEVER_CONNECTED)).stored.document?.meta?.status, "PENDING");
    const wrongPin = await rehearse({ ...GOOD, register: replies(refused(133_005)) });
    assert.equal(wrongPin.stored.document?.meta?.status, "PENDING");
    const lost: Script = { ...GOOD, register: () => "hangs" };
    const rated = ({ posts }: Turn) => read(metaView({ qualityRating: posts === 0 ? "UNKNOWN" : "GREEN" }));
    const seenAgain = await rehearse({ ...lost, readNumber: rated });
    assert.equal(seenAgain.stored.document?.meta?.qualityRating, "GREEN");
    const unseen = await rehearse({ ...lost, readNumber: ({ posts }) => (posts === 0 ? read(metaView()) : "hangs") });
    assert.equal(unseen.stored.document?.meta?.status, "PENDING", "what was read before is still the newest");
  });

  it("says in the log what was sent and what became of it, or why nothing was sent or kept", async () => {
    const phoneNumberId = NUMBER;
    const attempt = { phoneNumberId, attemptId: "attempt-1" };
    const call = "register" as const;
    const error = new Error("The store cannot be reached.");
    const defect = new Error("a defect");
    const sent: JournalLine = { event: "callSent", entry: { call, ...attempt } };
    const ended = (status: string, spent: boolean, graph: GraphError | null = null): JournalLine => ({
      event: "callEnded",
      entry: { call, ...attempt, status, spent, graphError: graph },
    });
    const logs: readonly (readonly [Script, Rehearsal, readonly JournalLine[]])[] = [
      [GOOD, {}, [sent, ended("registered", true)]],
      [{ ...GOOD, register: replies(refused(133_005)) }, {}, [sent, ended("pin_mismatch", true, graphError(133_005))]],
      [{ ...GOOD, register: replies(notSent) }, {}, [sent, ended("meta_unavailable", false)]],
      [{ ...GOOD, readNumber: () => read(CONNECTED) }, {}, [ended("registered", false)]],
      [GOOD, { limit: 0 }, [{ event: "callWithheld", entry: { call, phoneNumberId, status: "rate_limited" } }]],
      [
        { ...GOOD, register: () => ({ throws: defect }) },
        {},
        [
          sent,
          { event: "judgementFailed", entry: { call, ...attempt, error: defect } },
          ended("outcome_unknown", true),
        ],
      ],
      [
        GOOD,
        { fault: (step) => (step === "settle" ? "unavailable" : undefined) },
        [sent, { event: "callUnrecorded", entry: { call, ...attempt, status: "registered", error } }],
      ],
      [GOOD, { circuitBroken: true }, [{ event: "circuitFailed", entry: { error } }, sent, ended("registered", true)]],
    ];
    for (const [script, rehearsal, expected] of logs) {
      const { lines } = await rehearse(script, rehearsal);
      assert.deepEqual(lines, expected);
    }
  });
});

describe("by force", () => {
  const before = { ...CONNECTED, lastOnboardedAt: "2029-01-01T00:00:00+0000" };
  const anew = { ...CONNECTED, lastOnboardedAt: "2030-01-01T00:00:00+0000" };
  const forced = { ask: { force: true } };

  it("a connected number is registered again", async () => {
    const { result, graph } = await rehearse({ ...GOOD, readNumber: () => read(CONNECTED) }, forced);
    assert.equal(graph.posts.length, 1);
    assert.ok(result.status === "registered" && !result.alreadyRegistered);
  });

  it("a lost answer is not taken for success only because the number is connected as before", async () => {
    const lost = { ...GOOD, register: () => "hangs" as const };
    assert.equal(
      (await rehearse({ ...lost, readNumber: () => read(before) }, forced)).result.status,
      "outcome_unknown",
    );
    const proven = { ...lost, readNumber: ({ posts }: { posts: number }) => read(posts === 0 ? before : anew) };
    assert.equal((await rehearse(proven, forced)).result.status, "registered");
  });

  it("an invalid token or the business app is no way through", async () => {
    const { result, graph } = await rehearse(
      { ...GOOD, inspectToken: () => read(tokenFacts({ isValid: false })) },
      forced,
    );
    assert.deepEqual([result.status, graph.posts.length], ["invalid_token", 0]);
  });
});

describe("reads of a poor other side", () => {
  const failures: Readonly<Record<string, Reaction<Read<never>>>> = {
    hang: "hangs",
    "are refused": fails({ kind: "refused", error: graphError(10) }),
    "are throttled": fails({ kind: "refused", error: graphError(4) }),
    "find nobody": fails({ kind: "unreachable", reason: "ECONNREFUSED" }),
    "are garbage": fails({ kind: "unreadable", reason: "not JSON" }),
  };
  for (const [name, failure] of Object.entries(failures)) {
    const blind: Script = {
      register: replies(accepted),
      readNumber: () => failure,
      inspectToken: () => failure,
      numbersOfWaba: () => failure,
      permissions: () => failure,
      assignedUsers: () => failure,
    };
    it(`stop nothing when they ${name}`, async () => {
      const { result, graph, startedAt } = await rehearse(blind);
      assert.equal(result.status, "awaiting_meta");
      assert.equal(graph.posts.length, 1);
      assert.ok((graph.posts[0]?.at ?? 0) - startedAt <= 5000, "a few seconds at most");
    });

    it(`falsify nothing when they ${name}`, async () => {
      const wrongPin = await rehearse({ ...blind, register: replies(refused(133_005)) });
      assert.equal(wrongPin.result.status, "pin_mismatch");
      const lost = await rehearse({ ...blind, register: () => "hangs" });
      assert.equal(lost.result.status, "outcome_unknown");
      const denied = await rehearse({ ...blind, register: replies(refused(100, { message: "Missing Permission" })) });
      assert.ok(denied.result.status === "missing_permission");
      assert.equal(denied.result.cause, "unproven");
      assert.ok(Object.values(denied.result.evidence).every((value) => value !== true));
    });
  }

  it("are noted, each by its name", async () => {
    const { lines } = await rehearse({ register: replies(accepted) });
    const failed = lines
      .filter((line) => line.event === "readFailed")
      .map((line) => (line.entry as { read: string }).read);
    assert.deepEqual(new Set(failed), new Set(["number", "token"]));
  });

  it("supply the proof where access is missing, asked once more if need be", async () => {
    const late: Script = {
      ...GOOD,
      register: replies(refused(100, { message: "(#100) Missing Permission" })),
      inspectToken: ({ turn }) =>
        turn === 0 ? "hangs" : read(tokenFacts({ scopes: ["whatsapp_business_management"] })),
    };
    const { result, graph } = await rehearse(late);
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.missing], ["scope_not_granted", ["whatsapp_business_messaging"]]);
    assert.equal(result.graphError?.code, 100);
    assert.ok(graph.reads.includes("numbersOfWaba"));
  });
});

describe("a reservation", () => {
  const nothingSent = async (fault: NonNullable<Rehearsal["fault"]>): Promise<void> => {
    await assert.rejects(rehearse(GOOD, { fault }));
  };

  it("that cannot be made sends nothing", async () => {
    const { graph } = await rehearse(GOOD, {
      fault: (step) => (step === "reserve" ? "unavailable" : undefined),
      mayReject: true,
    });
    assert.deepEqual([graph.posts.length, graph.reads.length], [0, 0]);
    await nothingSent((step) => (step === "reserve" ? "unavailable" : undefined));
  });

  it("that may have been made, but was not confirmed, sends nothing and counts", async () => {
    const { graph, stored } = await rehearse(GOOD, {
      fault: (step) => (step === "reserve" ? "lost_ack" : undefined),
      mayReject: true,
    });
    assert.equal(graph.posts.length, 0);
    assert.equal(stored.ledger.register.entries.length, 1, "never fewer than were sent");
  });

  it("that took so long that it may have run out sends nothing, and is given back", async () => {
    for (const delayMs of [25_001, LEASE_MS, 3_600_000]) {
      const { result, graph, stored } = await rehearse(GOOD, {
        fault: (step) => (step === "reserve" ? { delayMs } : undefined),
      });
      assert.deepEqual([result.status, graph.posts.length], ["meta_unavailable", 0]);
      assert.equal(stored.ledger.register.entries.length, 0);
    }
  });

  it("that took a while is good", async () => {
    for (const delayMs of [8000, 25_000]) {
      const { result } = await rehearse(GOOD, { fault: (step) => (step === "reserve" ? { delayMs } : undefined) });
      assert.equal(result.status, "registered");
    }
  });

  it("is not asked of Meta while another holds the number: in_progress at once", async () => {
    const held = await rehearse(GOOD, { fault: (step) => (step === "settle" ? "unavailable" : undefined) });
    const second = await rehearse(GOOD, { world: held, ask: { attemptId: "attempt-2" } });
    assert.equal(second.result.status, "in_progress");
    assert.deepEqual([second.graph.posts.length, second.graph.reads.length], [0, 0]);
    assert.equal(second.stored.document?.registration?.status, "in_progress");
    const { retryAt } = second.result as { retryAt: string };
    const until = Date.parse(retryAt);
    assert.ok(until > held.time.now() && until <= held.time.now() + LEASE_MS);
  });

  it("is refused when the budget is used up, before Meta is asked, and says so in the document", async () => {
    let world = await rehearse({ ...GOOD, register: replies(refused(133_005)) }, { limit: 2 });
    world = await rehearse(
      { ...GOOD, register: replies(refused(133_005)) },
      { world, limit: 2, ask: { attemptId: "2" } },
    );
    const third = await rehearse(GOOD, { world, limit: 2, ask: { attemptId: "3" } });
    assert.deepEqual([third.result.status, third.graph.posts.length, third.graph.reads.length], ["rate_limited", 0, 0]);
    assert.deepEqual([third.result.attempts.used, third.result.attempts.remaining], [2, 0]);
    assert.equal("retryAt" in third.result && third.result.retryAt, third.result.attempts.nextFreeAt);
    assert.equal(third.stored.document?.registration?.status, "rate_limited");
  });
});

describe("a 133016 that others have caused", () => {
  it("blocks the number for the whole window, and is shown as such", async () => {
    const first = await rehearse({ ...GOOD, register: replies(refused(133_016)) });
    assert.equal(first.result.status, "rate_limited");
    assert.deepEqual([first.result.attempts.used, first.result.attempts.remaining], [1, 0]);
    const blockedUntil = Date.parse(first.result.attempts.blockedUntil ?? "");
    assert.equal(blockedUntil, first.time.now() + WINDOW_MS);
    assert.equal("retryAt" in first.result && first.result.retryAt, first.result.attempts.blockedUntil);
    assert.equal(first.result.attempts.spentElsewhere, true);
    assert.equal(first.stored.document?.attempts?.spentElsewhere, true);
    assert.ok(first.stored.document.reasons.some(({ code }) => code === "spent_elsewhere"));
    const changes = first.store.documents.inside(`whatsappNumbers/${NUMBER}/whatsappTransitions`);
    const [change] = changes.map((path) => TransitionDocument.parse(first.store.documents.read(path)?.fields));
    assert.equal(changes.length, 1);
    assert.deepEqual([change?.seenBy, change?.to.reasons.includes("spent_elsewhere")], ["call", true]);
    await first.time.run(() => first.time.sleep(71 * 3_600_000));
    const second = await rehearse(GOOD, { world: first, ask: { attemptId: "attempt-2" } });
    assert.deepEqual([second.result.status, second.graph.posts.length], ["rate_limited", 0]);
    await first.time.run(() => first.time.sleep(blockedUntil - first.time.now()));
    const third = await rehearse(GOOD, { world: first, ask: { attemptId: "attempt-3" } });
    assert.equal(third.result.status, "registered");
    assert.equal(third.result.attempts.spentElsewhere, false, "it has lapsed with the window");
  });
});

describe("a settlement that fails", () => {
  const cases: readonly (readonly [string, Script, string])[] = [
    ["success", GOOD, "registered"],
    ["a refusal", { ...GOOD, register: replies(refused(133_005)) }, "pin_mismatch"],
    ["a used-up budget", { ...GOOD, register: replies(refused(133_016)) }, "rate_limited"],
    ["a lost answer", { ...NEVER_CONNECTED, register: () => "hangs" }, "outcome_unknown"],
    ["nothing sent", { ...GOOD, register: replies(notSent) }, "meta_unavailable"],
  ];
  for (const [name, script, status] of cases) {
    for (const trouble of ["unavailable", "lost_ack"] as const) {
      it(`still answers the truth (${trouble}): ${name}`, async () => {
        const { result, lines, stored } = await rehearse(script, {
          fault: (step) => (step === "settle" ? trouble : undefined),
        });
        RegistrationResult.parse(result);
        assert.equal(result.status, status);
        assert.ok(lines.some((line) => line.event === "callUnrecorded"));
        assert.ok(!lines.some((line) => line.event === "callEnded"));
        if (trouble === "unavailable") assert.ok((stored.ledger.nextLookAt ?? 0) > 0, "the reconciler finds it");
      });
    }
  }

  it("promises no time that our own count cannot know", async () => {
    const { result } = await rehearse(
      { ...GOOD, register: replies(refused(133_016)) },
      { fault: (step) => (step === "settle" ? "unavailable" : undefined) },
    );
    assert.equal("retryAt" in result && result.retryAt, null);
  });

  it("frees the number when its lease ends, and the attempt counts", async () => {
    const first = await rehearse(GOOD, { fault: (step) => (step === "settle" ? "unavailable" : undefined) });
    await first.time.run(() => first.time.sleep(LEASE_MS));
    const second = await rehearse(
      { ...GOOD, readNumber: () => read(CONNECTED) },
      { world: first, ask: { attemptId: "2", force: true } },
    );
    assert.deepEqual([second.result.status, second.result.attempts.used], ["registered", 2]);
  });
});

describe("the circuit of a token", () => {
  const invalid = { ...GOOD, inspectToken: () => "hangs" as const, register: replies(refused(190)) };

  it("opens when Meta refuses the token, or debug_token calls it invalid", async () => {
    assert.equal((await rehearse(invalid)).circuit.state.open, true);
    const inspected = await rehearse({ ...GOOD, inspectToken: () => read(tokenFacts({ isValid: false })) });
    assert.equal(inspected.circuit.state.open, true);
    assert.equal((await rehearse(GOOD)).circuit.state.open, false);
    assert.equal((await rehearse({ ...GOOD, register: replies(refused(200)) })).circuit.state.open, false);
  });

  it("keeps other numbers' attempts from being burnt, where nothing proves the token good", async () => {
    const { result, graph, stored } = await rehearse({ register: replies(refused(190)) }, { circuitOpen: true });
    assert.deepEqual([result.status, graph.posts.length], ["invalid_token", 0]);
    assert.equal(stored.ledger.register.entries.length, 0);
  });

  it("stays open while debug_token alone calls the token good: one attempt is spent on it, and not one each call", async () => {
    const disputed = { ...GOOD, readNumber: () => "hangs" as const, register: replies(refused(190)) };
    const first = await rehearse(disputed);
    assert.deepEqual(
      [first.result.status, first.graph.posts.length, first.circuit.state.open],
      ["invalid_token", 1, true],
    );
    for (let turn = 2; turn < 5; turn += 1) {
      const next = await rehearse(disputed, { world: first, ask: { attemptId: `attempt-${turn}`, by: "operator-2" } });
      assert.deepEqual([next.result.status, next.graph.posts.length], ["invalid_token", 0]);
      assert.equal(next.result.attempts.used, 1);
    }
  });

  it("stays open while debug_token calls the token invalid, though a number can be read with it", async () => {
    const disputed = { ...GOOD, inspectToken: () => read(tokenFacts({ isValid: false })) };
    const { result, circuit } = await rehearse(disputed, { circuitOpen: true });
    assert.deepEqual([result.status, circuit.state.open], ["invalid_token", true]);
  });

  it("closes as soon as the token is proved good, by a number that it can read", async () => {
    for (const script of [GOOD, { ...GOOD, inspectToken: () => "hangs" as const }]) {
      const { result, circuit } = await rehearse(script, { circuitOpen: true });
      assert.deepEqual([result.status, circuit.state.open], ["registered", false]);
    }
  });

  it("forbids nothing where its store is down, and its failing is noted each time that it is needed", async () => {
    for (const [script, status, needed] of [
      [GOOD, "registered", 1],
      [{ register: replies(accepted) }, "awaiting_meta", 1],
      [invalid, "invalid_token", 2],
    ] as const) {
      const { result, graph, lines } = await rehearse(script, { circuitBroken: true });
      assert.deepEqual([result.status, graph.posts.length], [status, 1]);
      const failed = lines.filter((line) => line.event === "circuitFailed");
      const entry = { error: new Error("The store cannot be reached.") };
      assert.deepEqual(
        failed,
        Array.from({ length: needed }, () => ({ event: "circuitFailed", entry })),
      );
    }
  });
});

const RECORD = {
  at: "2029-01-01T00:00:00.000Z",
  by: "somebody",
  message: null,
  retryAt: null,
  graphError: null,
};

describe("registering again after an answer was lost", () => {
  const lost: Script = { ...NEVER_CONNECTED, register: () => "hangs" };
  const again = { attemptId: "attempt-2", by: "operator-2" };

  it("posts nothing while its outcome is open", async () => {
    const first = await rehearse(lost);
    assert.equal(first.result.status, "outcome_unknown");
    for (let turn = 2; turn < 20; turn += 1) {
      const second = await rehearse(NEVER_CONNECTED, { world: first, ask: { ...again, attemptId: `attempt-${turn}` } });
      assert.deepEqual([second.result.status, second.graph.posts.length], ["outcome_unknown", 0]);
      assert.equal(second.result.attempts.used, 1);
      const { entries } = second.stored.ledger.register;
      assert.deepEqual(
        entries.map(({ attemptId }) => attemptId),
        ["attempt-1"],
      );
      const retryAt = "retryAt" in second.result ? second.result.retryAt : null;
      assert.equal(retryAt, new Date((entries[0]?.reservedAt ?? 0) + GIVE_UP_MS).toISOString());
      assert.equal(second.stored.document?.registration?.status, "outcome_unknown");
    }
    assert.ok((first.stored.ledger.nextLookAt ?? 0) <= first.time.now() + 60_000, "the look that was due stays due");
    assert.deepEqual([...first.stored.audit.keys()], ["attempt-1"]);
  });

  it("finds out that it had worked", async () => {
    const first = await rehearse(lost);
    const { result, graph } = await rehearse(
      { ...GOOD, readNumber: () => read(CONNECTED) },
      { world: first, ask: again },
    );
    assert.ok(result.status === "registered" && result.alreadyRegistered);
    assert.equal(graph.posts.length, 0);
  });

  it("is possible at once by force, and after ten minutes for everybody", async () => {
    const forced = await rehearse(GOOD, { world: await rehearse(lost), ask: { ...again, force: true } });
    assert.deepEqual([forced.result.status, forced.graph.posts.length], ["registered", 1]);
    const first = await rehearse(lost);
    const until = first.startedAt + GIVE_UP_MS;
    await first.time.run(() => first.time.sleep(until - 1 - first.time.now()));
    assert.equal((await rehearse(GOOD, { world: first, ask: again })).graph.posts.length, 0);
    const late = await rehearse(lost);
    await late.time.run(() => late.time.sleep(late.startedAt + GIVE_UP_MS - late.time.now()));
    assert.equal((await rehearse(GOOD, { world: late, ask: again })).result.status, "registered");
  });

  it("posts nothing, however late, where the number cannot be read", async () => {
    const first = await rehearse(lost);
    await first.time.run(() => first.time.sleep(3 * GIVE_UP_MS));
    const second = await rehearse({ ...GOOD, readNumber: () => "hangs" }, { world: first, ask: again });
    assert.deepEqual([second.result.status, second.graph.posts.length], ["outcome_unknown", 0]);
  });

  const open: readonly (readonly [string, Script, "meta_unavailable" | "outcome_unknown"])[] = [
    ["code 1", { ...NEVER_CONNECTED, register: replies(refused(1)) }, "meta_unavailable"],
    ["code 2", { ...NEVER_CONNECTED, register: replies(refused(2)) }, "meta_unavailable"],
    ["code 131000", { ...NEVER_CONNECTED, register: replies(refused(131_000)) }, "meta_unavailable"],
    ["code 131016", { ...NEVER_CONNECTED, register: replies(refused(131_016)) }, "meta_unavailable"],
    ["code 133004", { ...NEVER_CONNECTED, register: replies(refused(133_004)) }, "meta_unavailable"],
    [
      "a code nobody knows, with 500",
      { ...NEVER_CONNECTED, register: replies(refused(4711, { httpStatus: 500 })) },
      "meta_unavailable",
    ],
    ["a gateway's 502", { ...NEVER_CONNECTED, register: replies(unreadable(502)) }, "meta_unavailable"],
    ["an empty 503", { ...NEVER_CONNECTED, register: replies(unreadable(503)) }, "meta_unavailable"],
    ["a gateway's 504", { ...NEVER_CONNECTED, register: replies(unreadable(504)) }, "meta_unavailable"],
    [
      "a defect of our own",
      { ...NEVER_CONNECTED, register: () => ({ throws: new Error("a defect"), afterMs: 3000 }) },
      "outcome_unknown",
    ],
  ];
  for (const [name, script, status] of open) {
    it(`posts nothing after ${name}, names the time, and leaves standing what was answered`, async () => {
      const first = await rehearse(script);
      const until = new Date(first.startedAt + GIVE_UP_MS).toISOString();
      assert.deepEqual([first.result.status, "retryAt" in first.result && first.result.retryAt], [status, until]);
      const record = first.stored.document?.registration;
      const second = await rehearse(NEVER_CONNECTED, { world: first, ask: again });
      assert.deepEqual([second.result.status, "retryAt" in second.result && second.result.retryAt], [status, until]);
      assert.equal(second.graph.posts.length, 0);
      assert.deepEqual(second.stored.document?.registration, record);
      assert.equal(second.result.attempts.used, 1);
    });
  }

  it("posts nothing while Meta does not show what it accepted", async () => {
    const first = await rehearse(NEVER_CONNECTED);
    await first.time.run(() => first.time.sleep(3 * GIVE_UP_MS));
    const second = await rehearse(NEVER_CONNECTED, { world: first, ask: again });
    assert.deepEqual([second.result.status, second.graph.posts.length], ["awaiting_meta", 0]);
  });

  it("posts nothing after an instance died at its POST, and the document then says what is known", async () => {
    const first = await rehearse(lost, { fault: (step) => (step === "settle" ? "unavailable" : undefined) });
    await first.time.run(() => first.time.sleep(LEASE_MS));
    const second = await rehearse(NEVER_CONNECTED, { world: first, ask: again });
    assert.deepEqual([second.result.status, second.graph.posts.length], ["outcome_unknown", 0]);
    assert.equal(second.stored.document?.registration?.status, "outcome_unknown");
  });

  it("posts nothing when the document was changed, or the number is found unfit meanwhile", async () => {
    const registration = { ...RECORD, status: "not_registered" as const };
    const first = await rehearse(lost);
    first.stored.document = changedDocument(undefined, { registration }, first.time.now());
    const second = await rehearse(NEVER_CONNECTED, { world: first, ask: again });
    assert.deepEqual([second.result.status, second.graph.posts.length], ["outcome_unknown", 0]);
    assert.equal(second.stored.document?.registration?.status, "outcome_unknown");
    const unverified = () => read(metaView({ codeVerificationStatus: "NOT_VERIFIED" }));
    const third = await rehearse(
      { ...GOOD, readNumber: unverified },
      { world: first, ask: { ...again, attemptId: "a-3" } },
    );
    assert.deepEqual([third.result.status, third.graph.posts.length], ["outcome_unknown", 0]);
  });

  it("does not hide it by a forced call that sends nothing", async () => {
    const first = await rehearse(lost);
    const forced = { ...again, force: true };
    const stopped = await rehearse(
      { ...NEVER_CONNECTED, inspectToken: () => read(tokenFacts({ isValid: false })) },
      { world: first, ask: forced },
    );
    assert.deepEqual([stopped.result.status, stopped.graph.posts.length], ["invalid_token", 0]);
    assert.equal(stopped.stored.document?.registration?.status, "outcome_unknown");
    const next = await rehearse(NEVER_CONNECTED, { world: first, ask: { ...again, attemptId: "attempt-3" } });
    assert.deepEqual([next.result.status, next.graph.posts.length], ["outcome_unknown", 0]);
  });
});

describe("a defect of our own", () => {
  const broken = { throws: new Error("a defect") };

  it("after the request went out does not look as if nothing had been sent", async () => {
    for (const script of [
      { ...GOOD, register: () => broken },
      { ...GOOD, readNumber: ({ posts }: { posts: number }) => (posts === 0 ? read(metaView()) : broken) },
    ]) {
      const { result, stored, lines } = await rehearse(script);
      const { used, blockedUntil } = result.attempts;
      assert.deepEqual([result.status, used, blockedUntil], ["outcome_unknown", 1, null]);
      assert.equal(stored.ledger.lease, null);
      assert.ok(lines.some((line) => line.event === "judgementFailed"));
    }
  });
});

describe("many callers at once", () => {
  it("make one POST for one number, and everybody else is told in_progress", async () => {
    const { results, graph, stored } = await rehearse.together(GOOD, 100);
    const statuses = results.map((result) => result.status).toSorted();
    assert.deepEqual(statuses, [...Array.from({ length: 99 }, () => "in_progress"), "registered"]);
    assert.deepEqual([graph.posts.length, graph.mostInFlight()], [1, 1]);
    assert.equal(stored.ledger.register.entries.length, 1);
  });
});

describe("a number that is in use, registered again", () => {
  const DAY = 86_400_000;
  const connected = (time: number, onboardedAt: number | null): Reaction<Read<MetaView>> =>
    read({
      ...CONNECTED,
      lastOnboardedAt: onboardedAt === null ? null : new Date(onboardedAt).toISOString(),
      observedAt: new Date(time).toISOString(),
    });

  /** Registered a day ago, an event came in since, and then Meta approved another name. */
  async function inUse(namesTime: boolean): Promise<Rehearsed> {
    const first = await rehearse(GOOD);
    const { time, stored } = first;
    const onboarded = namesTime ? first.startedAt : null;
    await time.run(() => time.sleep(DAY));
    const iso = (ms: number): string => new Date(ms).toISOString();
    const name = { word: "APPROVED", detail: null, at: iso(time.now() - 1000), eventId: "e1" };
    const webhook = { provenAt: iso(time.now() - DAY / 2), claims: { name } };
    const { ok, value } = (connected(time.now(), onboarded) as { answer: { ok: true; value: MetaView } }).answer;
    assert.ok(ok);
    stored.document = changedDocument(stored.document, { webhook, view: value }, time.now());
    assert.deepEqual(
      [stored.document.lifecycle, stored.document.reasons.map(({ code }) => code)],
      ["live", ["name_needs_registration"]],
    );
    return first;
  }

  for (const names of ["its time of onboarding anew", "the old one", "none"] as const) {
    it(`stays live, and its new name waits no longer: Meta names ${names}`, async () => {
      const first = await inUse(names !== "none");
      const old = names === "none" ? null : first.startedAt;
      const again: Script = {
        ...GOOD,
        readNumber: ({ posts }) => {
          const now = first.time.now();
          return connected(now, posts > 0 && names === "its time of onboarding anew" ? now : old);
        },
      };
      const { result, stored } = await rehearse(again, { world: first, ask: { attemptId: "attempt-2", force: true } });
      assert.ok(result.status === "registered" && result.pin === "not_changed");
      const { lifecycle, reasons, lastAccepted } = stored.document ?? assert.fail("no document");
      assert.deepEqual([lifecycle, reasons.map(({ code }) => code)], ["live", []]);
      assert.ok((lastAccepted?.connectedSince ?? "9") < (lastAccepted?.at ?? ""));
    });
  }

  it("still waits with its name where the registration failed, or was not sent", async () => {
    for (const register of [replies(refused(133_005)), replies(notSent)]) {
      const first = await inUse(true);
      const again: Script = { ...GOOD, register, readNumber: () => connected(first.time.now(), first.startedAt) };
      const { stored } = await rehearse(again, { world: first, ask: { attemptId: "attempt-2", force: true } });
      const { lifecycle, reasons } = stored.document ?? assert.fail("no document");
      assert.ok(reasons.some(({ code }) => code === "name_needs_registration"));
      assert.equal(lifecycle, "live");
    }
  });

  it("is no longer live where it had gone and come back", async () => {
    const first = await inUse(true);
    const back: Script = {
      ...GOOD,
      readNumber: ({ posts }) =>
        posts === 0
          ? read(metaView({ status: "DISCONNECTED", observedAt: new Date(first.time.now()).toISOString() }))
          : connected(first.time.now(), first.time.now()),
    };
    const { stored } = await rehearse(back, { world: first, ask: { attemptId: "attempt-2" } });
    assert.equal(stored.document?.lifecycle, "connected");
    assert.equal(stored.document?.lastAccepted?.connectedSince, null);
  });
});
