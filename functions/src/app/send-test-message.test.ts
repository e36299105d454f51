import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import type { GraphError } from "../contract/failure.ts";
import { TestMessageFailureStatus, TestMessageResult } from "../contract/send-test-message.ts";
import type { MessagingHealth } from "../domain/diagnosis/facts.ts";
import type { SendReply } from "../domain/reply.ts";
import { TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import { messageDocumentId } from "../firestore/message-document-id.ts";
import { graphError, healthEntity, tokenFacts } from "../testing/fixtures.ts";
import { recordedMessages, type RecordedMessages } from "../testing/recorded-messages.ts";
import type { JournalLine } from "../testing/recording-journal.ts";
import { sendTestMessage, type TestMessageAsk, type TestMessagePorts } from "./send-test-message.ts";

const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const RECIPIENT = "4915112345678";

let meta: SimulatedMeta;
let messages: RecordedMessages;
before(async () => {
  meta = await simulatedMeta();
  messages = recordedMessages(meta.store);
});
after(() => meta[Symbol.asyncDispose]());

const portsOf = (): TestMessagePorts => ({ ...meta, messages });

const seen = new Set<string>();
let calls = 0;
const send = async (
  id: string,
  ports = portsOf(),
  rest: Partial<Pick<TestMessageAsk, "template" | "language" | "customerId">> = {},
): Promise<TestMessageResult> => {
  calls += 1;
  const message = { to: RECIPIENT, template: "account_ready", language: null, createTemplate: false, ...rest };
  const request = { ...meta.subject(id), attemptId: `call-${calls}`, by: "uid-1", ...message };
  const result = TestMessageResult.parse(await sendTestMessage(ports, request));
  seen.add(result.status);
  return result;
};

/** A connected number; its id ends in these digits. */
const connected = (tail: string, state: object = {}): string =>
  meta.simulator.state.patchNumber(`5500000000003${tail}`, { ...CONNECTED, ...state }).id;

const answering = (reply: SendReply): TestMessagePorts => ({
  ...portsOf(),
  graph: { ...meta.graph, sendTemplate: async () => reply },
});

const withHealth = (health: MessagingHealth): TestMessagePorts => ({
  ...portsOf(),
  graph: { ...meta.graph, messagingHealth: async () => ({ ok: true, value: health }) },
});

describe("sending a test message", () => {
  it("sends account_ready, marked so that its webhooks are known, and says where its way is written down", async () => {
    const id = connected("01");
    const result = await send(id);
    assert.ok(result.status === "sent");
    assert.deepEqual(result.warnings, []);
    assert.deepEqual([result.template, result.language], ["account_ready", "en_US"]);
    assert.equal(result.documentId, messageDocumentId(result.messageId));
    assert.doesNotMatch(result.documentId, /\//);
    const [post] = meta.simulator.requests({ endpoint: "send_message", phoneNumberId: id });
    assert.deepEqual(post?.body, {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: `+${RECIPIENT}`,
      type: "template",
      template: { name: "account_ready", language: { code: "en_US" } },
      biz_opaque_callback_data: TEST_MESSAGE_MARK,
    });
    assert.deepEqual(messages.records.at(-1)?.end, {
      status: "sent",
      message: null,
      graphError: null,
      messageId: result.messageId,
    });
  });

  it("sends nothing after being frozen on the way", async () => {
    const id = connected("90");
    const late = (ms: number): TestMessagePorts => ({
      ...portsOf(),
      clock: { ...meta.clock, stopwatch: () => () => ms },
    });
    const written = messages.records.length;
    assert.equal((await send(id, late(25_001))).status, "meta_unavailable");
    assert.deepEqual([meta.sent("send_message", id), messages.records.length], [0, written]);
    assert.equal((await send(id, late(25_000))).status, "sent", "so much is allowed");
  });

  it("says that a number is not registered before sending anything", async () => {
    for (const state of [{}, { status: "DISCONNECTED" }]) {
      const id = meta.simulator.state.patchNumber("550000000000302", { status: "PENDING", ...state }).id;
      assert.equal((await send(id)).status, "not_registered");
    }
    assert.equal(meta.sent("send_message", "550000000000302"), 0);
  });

  it("hears that a number is not registered from Meta where its words do not tell", async () => {
    assert.equal((await send(connected("03", { status: "UNKNOWN" }))).status, "not_registered");
  });

  it("says what blocks sending, in Meta's words, before sending anything", async () => {
    const id = connected("04");
    const problems = ["There is an issue with the payment method. Add one."];
    const result = await send(
      id,
      withHealth({
        canSendMessage: "BLOCKED",
        entities: [healthEntity("PHONE_NUMBER"), healthEntity("WABA", { canSendMessage: "BLOCKED", problems })],
      }),
    );
    assert.ok(result.status === "messaging_blocked");
    assert.deepEqual(result.blocks, [{ entity: "WABA", codes: [], problems }]);
    assert.equal(meta.sent("send_message", id), 0);
  });

  it("stops at the simulator's own BLOCKED too", async () => {
    assert.equal((await send("556000000000032")).status, "messaging_blocked");
  });

  it("warns of a test number's list, and says so when the recipient is not in it", async () => {
    const id = connected("05", { accountMode: "SANDBOX" });
    const refused = await send(id);
    assert.equal(refused.status, "recipient_not_allowed");
    assert.deepEqual(
      refused.warnings.map(({ code }) => code),
      ["test_number"],
    );
    meta.simulator.state.patchNumber(id, { allowedRecipients: [RECIPIENT] });
    const sent = await send(id);
    assert.ok(sent.status === "sent");
    assert.deepEqual(
      sent.warnings.map(({ code }) => code),
      ["test_number"],
    );
  });

  it("warns of limits that Meta names", async () => {
    const result = await send(
      connected("06"),
      withHealth({
        canSendMessage: "LIMITED",
        entities: [
          healthEntity("WABA", { canSendMessage: "LIMITED", problems: ["Your display name is not approved."] }),
        ],
      }),
    );
    assert.ok(result.status === "sent");
    assert.match(result.warnings[0]?.message ?? "", /display name is not approved/);
  });

  it("sends although nothing could be read, and warns of it", async () => {
    const id = connected("07");
    const failure = { kind: "timeout", reason: "x" } as const;
    const known = meta.lines.length;
    const blind = async () => ({ ok: false, failure }) as const;
    const graph = { ...meta.graph, readNumber: blind, accountMode: blind, messagingHealth: blind, inspectToken: blind };
    const result = await send(id, { ...portsOf(), graph });
    assert.ok(result.status === "sent");
    assert.deepEqual(
      result.warnings.map(({ code }) => code),
      ["state_unreadable"],
    );
    const failed = meta.lines.slice(known).filter(({ event }) => event === "readFailed");
    assert.deepEqual(
      failed.map(({ entry }) => entry),
      ["number", "token", "accountMode", "health"].map((read) => ({ phoneNumberId: id, read, failure })),
    );
  });

  it("sends nothing with a token that Meta calls invalid, or from a number that the app holds", async () => {
    const dead = { ok: true, value: tokenFacts({ isValid: false }) } as const;
    const id = connected("08");
    assert.equal(
      (await send(id, { ...portsOf(), graph: { ...meta.graph, inspectToken: async () => dead } })).status,
      "invalid_token",
    );
    assert.equal((await send("556000000000020")).status, "number_on_business_app");
    assert.equal(meta.sent("send_message", id) + meta.sent("send_message", "556000000000020"), 0);
  });

  it("sends from a number that is connected and on the app at once", async () => {
    assert.equal((await send("556000000000023")).status, "sent");
  });

  it("says that a template does not exist", async () => {
    const id = connected("09");
    assert.equal((await send(id, portsOf(), { template: "no_such_template" })).status, "template_not_found");
    assert.equal((await send(id, portsOf(), { language: "de" })).status, "template_not_found");
  });

  const refusals: readonly (readonly [status: TestMessageFailureStatus, code: number])[] = [
    ["not_registered", 133_010],
    ["recipient_unreachable", 131_026],
    ["recipient_unreachable", 131_021],
    ["recipient_not_allowed", 131_030],
    ["display_name_not_approved", 131_037],
    ["payment_issue", 131_042],
    ["certificate_error", 131_045],
    ["outside_conversation_window", 131_047],
    ["template_not_found", 132_001],
    ["template_not_usable", 132_000],
    ["template_not_usable", 132_015],
    ["held_back_by_meta", 131_049],
    ["recipient_in_experiment", 130_472],
    ["recipient_opted_out", 131_050],
    ["recipient_blocked", 130_403],
    ["spam_limited", 131_048],
    ["templates_misclassified", 131_064],
    ["country_restricted", 130_497],
    ["special_product", 131_065],
    ["unexplained_refusal", 135_000],
    ["throttled", 131_056],
    ["throttled", 130_429],
    ["account_locked", 368],
    ["invalid_parameter", 131_009],
    ["invalid_token", 190],
    ["meta_unavailable", 131_000],
    ["missing_permission", 131_005],
    ["unknown_error", 999_999],
  ];
  for (const [index, [status, code]] of refusals.entries()) {
    it(`calls a refusal with ${code} ${status}`, async () => {
      const id = connected(String(20 + index), { faults: { send_message: { kind: "graph_error", error: { code } } } });
      const result = await send(id);
      assert.equal(result.status, status);
      assert.ok("graphError" in result);
      assert.equal(result.graphError?.code, code);
      const told = { status, message: result.message, graphError: result.graphError };
      assert.deepEqual(messages.records.at(-1)?.end, { ...told, messageId: null });
      assert.equal(meta.sent("send_message", id), 1);
    });
  }

  it("has a customer whose token is refused sign up again, in the answer and where it is written down", async () => {
    const id = connected("79");
    const reply: SendReply = { kind: "refused", error: graphError(190), regainAccessMs: null };
    const result = await send(id, answering(reply), { customerId: "acme" });
    assert.ok(result.status === "invalid_token");
    assert.equal(result.actor, "customer");
    assert.equal(messages.records.at(-1)?.end.message, result.message);
  });

  it("says of a name that is not approved whether it waits for Meta or for a registration", async () => {
    const error = graphError(131_037);
    const reply: SendReply = { kind: "refused", error, regainAccessMs: null };
    const about = async (tail: string, state: object): Promise<readonly unknown[]> => {
      const result = await send(connected(tail, state), answering(reply));
      assert.ok(result.status === "display_name_not_approved");
      assert.equal(messages.records.at(-1)?.end.message, result.message);
      return [result.actor, result.retryable, result.resolution[0]?.title];
    };
    const waits = ["meta", true, "Wait until Meta has approved the display name"];
    assert.deepEqual(await about("80", { nameStatus: "PENDING_REVIEW" }), waits);
    assert.deepEqual(
      await about("81", { nameStatus: "AVAILABLE_WITHOUT_REVIEW", newNameStatus: "PENDING_REVIEW" }),
      waits,
    );
    assert.deepEqual(await about("82", { nameStatus: "APPROVED" }), ["operator", false, "Register the number again"]);
    const asks = ["customer", false, "Have the display name approved"];
    assert.deepEqual(await about("83", { nameStatus: "DECLINED" }), asks);
  });

  const silences: readonly (readonly [SendReply, TestMessageFailureStatus])[] = [
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable"],
    [{ kind: "unreadable", reason: "x", httpStatus: null }, "outcome_unknown"],
    [{ kind: "unreadable", reason: "x", httpStatus: 502 }, "meta_unavailable"],
    [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled"],
  ];
  for (const [reply, status] of silences) {
    it(`calls ${JSON.stringify(reply)} ${status}`, async () => {
      const written = messages.records.length;
      assert.equal((await send(connected("60"), answering(reply))).status, status);
      assert.equal(messages.records.length - written, reply.kind === "not_sent" ? 0 : 1);
    });
  }

  it("tells of a sent message although it cannot be written down", async () => {
    const record = async () => {
      throw new Error("The store cannot be reached.");
    };
    assert.equal((await send(connected("61"), { ...portsOf(), messages: { ...messages, record } })).status, "sent");
    assert.equal(meta.lines.at(-1)?.event, "callUnrecorded");
  });

  it("says that nobody knows when our own code fails after sending", async () => {
    const sendTemplate = () => {
      throw new TypeError("a defect");
    };
    const written = messages.records.length;
    const result = await send(connected("63"), { ...portsOf(), graph: { ...meta.graph, sendTemplate } });
    assert.equal(result.status, "outcome_unknown");
    assert.equal(messages.records.length - written, 1, "it may have been sent");
  });

  it("says in the log what was sent and what became of it, or why nothing was sent or kept", async () => {
    const id = connected("64");
    const about = { call: "send_message", phoneNumberId: id } as const;
    const told = async (ports?: TestMessagePorts): Promise<readonly JournalLine[]> => {
      const known = meta.lines.length;
      await send(id, ports);
      return meta.lines.slice(known);
    };
    const defect = new TypeError("a defect");
    const broken = async () => {
      throw defect;
    };
    const sent = () => ({ event: "callSent", entry: { ...about, attemptId: `call-${calls}` } });
    const ended = (status: string, graph: GraphError | null = null) => ({
      event: "callEnded",
      entry: { ...about, attemptId: `call-${calls}`, status, spent: true, graphError: graph },
    });
    assert.deepEqual(await told(), [sent(), ended("sent")]);

    const error = graphError(131_026);
    const refused = answering({ kind: "refused", error, regainAccessMs: null });
    assert.deepEqual(await told(refused), [sent(), ended("recipient_unreachable", error)]);

    const blocked = withHealth({ canSendMessage: "BLOCKED", entities: [] });
    const withheld = { event: "callWithheld", entry: { ...about, status: "messaging_blocked" } };
    assert.deepEqual(await told(blocked), [withheld]);

    const lines = await told({ ...portsOf(), graph: { ...meta.graph, sendTemplate: broken } });
    const failed = { ...about, attemptId: `call-${calls}`, error: defect };
    assert.deepEqual(lines, [sent(), { event: "judgementFailed", entry: failed }, ended("outcome_unknown")]);

    const unkept = await told({ ...portsOf(), messages: { ...messages, record: broken } });
    const lost = { ...about, attemptId: `call-${calls}`, status: "sent", error: defect };
    assert.deepEqual(unkept, [sent(), { event: "callUnrecorded", entry: lost }]);
  });

  it("keeps the recipient out of answers and the log, also where Meta repeats it", async () => {
    const error = { code: 131_026, details: `${RECIPIENT} is not on WhatsApp` };
    const result = await send(connected("62", { faults: { send_message: { kind: "graph_error", error } } }));
    assert.equal("graphError" in result && result.graphError?.details, "[hidden] is not on WhatsApp");
    assert.ok(!inspect([result, meta.lines], { depth: 20 }).includes(RECIPIENT));
  });

  it("says that Meta blocks the app", async () => {
    const error = graphError(200, { message: "API access blocked." });
    const reply: SendReply = { kind: "refused", error, regainAccessMs: null };
    assert.equal((await send(connected("70"), answering(reply))).status, "app_blocked");
  });

  it("waits for the same request, where that is under way", async () => {
    const id = connected("71");
    const request = { ...meta.subject(id), attemptId: "call-71", by: "uid-1", to: RECIPIENT };
    const mayPost = async () => ({ status: "in_progress", retryAfterMs: 60_000 }) as const;
    const ask = { ...request, template: "account_ready", language: "en_US", createTemplate: false, mayPost };
    const result = TestMessageResult.parse(await sendTestMessage(portsOf(), ask));
    seen.add(result.status);
    assert.ok(result.status === "in_progress" && result.retryable);
    assert.ok(Date.parse(result.retryAt ?? "") > meta.clock.now() + 50_000);
    assert.equal(meta.sent("send_message", id), 0);
  });

  it("has been seen to end in every status that it can, but for want of a template, of which another file tells", () => {
    seen.add("template_needed");
    for (const status of TestMessageFailureStatus.options) assert.ok(seen.has(status), `${status} was never seen`);
  });
});
