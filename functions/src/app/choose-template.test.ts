import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { TestMessageResult } from "../contract/send-test-message.ts";
import { metaGraph } from "../graph/meta-graph.ts";
import { graphError } from "../testing/fixtures.ts";
import { recordedMessages, type RecordedMessages } from "../testing/recorded-messages.ts";
import type { JournalLine } from "../testing/recording-journal.ts";
import type { CallSubject, DiagnosticGraph, ReadFailure } from "./ports.ts";
import { sendTestMessage, type TestMessageAsk } from "./send-test-message.ts";

const WABA = "777000000000001";
const NUMBER = "556000000000001";
const TEST_NUMBER = "556000000000033";
const ITS_RECIPIENT = "15550001111";
const MESSAGING_TOKEN = "SIMULATOR-TOKEN-MESSAGING-TASK";

let meta: SimulatedMeta;
let messages: RecordedMessages;
before(async () => {
  meta = await simulatedMeta();
  messages = recordedMessages(meta.store);
});
after(() => meta[Symbol.asyncDispose]());

let known = 0;
beforeEach(() => {
  meta.simulator.state.reset();
  messages.records.length = 0;
  known = meta.simulator.requests().at(-1)?.sequence ?? 0;
});

let ids = 222_000_000_001_000;
const plain = (name: string, rest: object = {}) => ({
  id: String((ids += 1)),
  name,
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  components: [{ type: "BODY", text: "It is ready." }],
  reviewedAt: null,
  ...rest,
});

const account = (...templates: ReturnType<typeof plain>[]) => meta.simulator.state.patchWaba(WABA, { templates });

interface Given {
  readonly clock?: typeof meta.clock;
  readonly graph?: Partial<DiagnosticGraph>;
  readonly subject?: Partial<CallSubject>;
  readonly ask?: Partial<TestMessageAsk>;
}

const send = async (
  id = NUMBER,
  { clock = meta.clock, graph = {}, subject = {}, ask = {} }: Given = {},
): Promise<TestMessageResult> => {
  const ports = {
    ...meta,
    clock,
    graph: { ...meta.graph, ...graph },
    messages,
  };
  const wanted = { to: ITS_RECIPIENT, template: null, language: null, createTemplate: false, ...ask };
  const about = { ...meta.subject(id), ...subject, attemptId: "call-1", by: "uid-1" };
  return TestMessageResult.parse(await sendTestMessage(ports, { ...about, ...wanted }));
};

const sentBy = (result: TestMessageResult) =>
  result.status === "sent" ? [result.template, result.language] : assert.fail(result.status);
const needed = (result: TestMessageResult) => {
  assert.ok(result.status === "template_needed", result.status);
  return result;
};
/** What Meta was asked since the test began. */
const asked = (endpoint: Parameters<typeof meta.sent>[0]) =>
  meta.simulator.requests({ endpoint }).filter(({ sequence }) => sequence > known);
const posts = (name: string): number =>
  asked("send_message").filter(({ body }) => JSON.stringify(body).includes(name)).length;
const made = (): number => asked("create_template").length;

describe("the template of a test message", () => {
  it("is hello_world from a test number, without a look at the account's templates", async () => {
    assert.deepEqual(sentBy(await send(TEST_NUMBER)), ["hello_world", "en_US"]);
    assert.equal(asked("list_templates").length, 0);
  });

  it("is an approved one without parameters from any other number, and the answer says which", async () => {
    assert.deepEqual(sentBy(await send()), ["account_ready", "en_US"]);
    assert.equal(messages.records[0]?.request.template, "account_ready");
    assert.equal(asked("list_numbers").length, 0, "the account is known to be the number's own");
  });

  it("is of the category UTILITY before any other, the first that Meta lists, and in the language that is wanted", async () => {
    account(
      plain("big_news", { category: "MARKETING" }),
      plain("bereit", { language: "de", category: "MARKETING" }),
      plain("newest"),
      plain("older"),
    );
    assert.deepEqual(sentBy(await send()), ["newest", "en_US"]);
    assert.deepEqual(sentBy(await send(NUMBER, { ask: { language: "de" } })), ["bereit", "de"]);
    assert.deepEqual(sentBy(await send(NUMBER, { ask: { language: "fr" } })), ["newest", "en_US"]);
  });

  it("is looked for on every page, no longer than needed", async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      plain(`with_value_${index}`, { components: [{ type: "BODY", text: "Order {{1}} is ready." }] }),
    );
    account(...many, plain("at_last"));
    assert.deepEqual(sentBy(await send()), ["at_last", "en_US"]);
    assert.equal(asked("list_templates").length, 6);
    account(plain("at_once"), ...many);
    assert.deepEqual(sentBy(await send()), ["at_once", "en_US"]);
    assert.equal(asked("list_templates").length, 7);
  });

  it("is never hello_world from a number that Meta does not show as a test number, not even where it is named", async () => {
    const named = { ask: { template: "hello_world" } };
    const unread = async () => ({ ok: false, failure: { kind: "timeout", reason: "x" } }) as const;
    for (const result of [
      await send(NUMBER, named),
      await send(TEST_NUMBER, { ...named, graph: { accountMode: unread } }),
    ]) {
      assert.ok(result.status === "template_not_usable");
      assert.equal(result.resolution[0]?.title, "Leave the template out");
    }
    account(plain("hello_world"));
    assert.equal((await send()).status, "template_needed");
    assert.equal((await send(TEST_NUMBER, { graph: { accountMode: unread } })).status, "template_needed");
    assert.equal(posts("hello_world"), 0);
    account(plain("hello_world"));
    assert.deepEqual(sentBy(await send(TEST_NUMBER, named)), ["hello_world", "en_US"]);
  });

  it("is needed where the account has none, and the steps say how to make one", async () => {
    account(
      plain("order", { components: [{ type: "BODY", text: "Order {{1}}" }] }),
      plain("late", { status: "PAUSED" }),
    );
    const { resolution, actor, retryable, ownTemplate } = needed(await send());
    assert.deepEqual([actor, retryable, ownTemplate], ["operator", false, null]);
    assert.match(resolution[0]?.detail ?? "", /createTemplate: true/);
    assert.deepEqual([made(), messages.records.length], [0, 0]);
  });

  it("is not known where the number is in another account than the one that is asked about", async () => {
    const guess = { subject: { accountIsKnown: false } };
    meta.simulator.state.patchNumber("556000000000081", {
      status: "CONNECTED",
      platformType: "CLOUD_API",
      registered: true,
    });
    assert.match(needed(await send("556000000000081", guess)).message, /Which account the number is in is not known/);
    assert.deepEqual(sentBy(await send(NUMBER, guess)), ["account_ready", "en_US"], "the list proves it");
  });

  it("cannot be chosen with a token that may only send, which can send one that is named", async () => {
    const graph = metaGraph({ baseUrl: meta.simulator.url, version: "v25.0", token: MESSAGING_TOKEN, appSecret: "" });
    const result = await send(NUMBER, { graph });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.graphError?.code, result.resolution[0]?.title], [200, "Name a template"]);
    assert.deepEqual(sentBy(await send(NUMBER, { graph, ask: { template: "account_ready" } })), [
      "account_ready",
      "en_US",
    ]);
  });

  const failedRead = (read: string, failure: ReadFailure): JournalLine => ({
    event: "readFailed",
    entry: { phoneNumberId: NUMBER, read, failure },
  });
  const withheld = (status: string): JournalLine => ({
    event: "callWithheld",
    entry: { call: "send_message", phoneNumberId: NUMBER, status },
  });

  it("cannot be chosen while Meta shows none: that is Meta's fault, or the token's", async () => {
    const late = { ok: false, failure: { kind: "timeout", reason: "x" } } as const;
    assert.equal((await send(NUMBER, { graph: { templates: async () => late } })).status, "meta_unavailable");
    const busy = { ok: false, failure: { kind: "refused", error: graphError(80_008) } } as const;
    const lines = meta.lines.length;
    assert.equal((await send(NUMBER, { graph: { templates: async () => busy } })).status, "throttled");
    assert.deepEqual(meta.lines.slice(lines), [failedRead("templates", busy.failure), withheld("throttled")]);
    assert.equal(messages.records.length, 0);
  });

  it("cannot be chosen while nothing shows whether the account is the number's own", async () => {
    const late = { ok: false, failure: { kind: "timeout", reason: "x" } } as const;
    const lines = meta.lines.length;
    const guess = { subject: { accountIsKnown: false }, graph: { numbersOfWaba: async () => late } };
    assert.equal((await send(NUMBER, guess)).status, "meta_unavailable");
    assert.deepEqual(meta.lines.slice(lines), [
      failedRead("numbersOfWaba", late.failure),
      withheld("meta_unavailable"),
    ]);
    assert.deepEqual([asked("list_templates").length, messages.records.length], [0, 0]);
  });
});

describe("a template of our own", () => {
  const create: Given = { ask: { createTemplate: true } };

  it("is not made while the same request is under way, nor by an instance that was frozen on the way", async () => {
    account();
    const mayPost = async () => ({ status: "in_progress", retryAfterMs: 60_000 }) as const;
    assert.equal((await send(NUMBER, { ask: { createTemplate: true, mayPost } })).status, "in_progress");
    const frozen = { ...meta.clock, stopwatch: () => () => 25_001 };
    assert.equal((await send(NUMBER, { ...create, clock: frozen })).status, "meta_unavailable");
    assert.deepEqual([made(), posts("connection_test")], [0, 0]);
  });

  it("is made once, waits for Meta's review, and is sent when it has passed", async () => {
    account();
    const first = needed(await send(NUMBER, create));
    const waiting = { template: "connection_test", language: "en_US", status: "PENDING", category: "UTILITY" };
    assert.deepEqual([first.ownTemplate, first.actor, first.retryable], [waiting, "meta", true]);
    assert.deepEqual(
      messages.records.map(({ request, end }) => [request.template, end.status, end.messageId]),
      [["connection_test", "template_needed", null]],
    );
    const again = needed(await send(NUMBER, create));
    assert.deepEqual(again.ownTemplate, waiting);
    assert.deepEqual(needed(await send()).ownTemplate, waiting, "it is told of without the flag, too");
    assert.deepEqual([made(), messages.records.length], [1, 1]);
    meta.simulator.state.clock.advance(61);
    assert.deepEqual(sentBy(await send()), ["connection_test", "en_US"]);
  });

  it("says in the log that Meta was asked for it", async () => {
    account();
    const lines = meta.lines.length;
    await send(NUMBER, create);
    const about = { phoneNumberId: NUMBER, attemptId: "call-1" };
    assert.deepEqual(meta.lines.slice(lines), [
      { event: "callSent", entry: { call: "send_message", ...about } },
      {
        event: "templateCreated",
        entry: { ...about, template: "connection_test", status: "PENDING", graphError: null },
      },
      {
        event: "callEnded",
        entry: { call: "send_message", ...about, status: "template_needed", spent: true, graphError: null },
      },
    ]);
  });

  it("is sent at once where Meta approves it at once", async () => {
    meta.simulator.state.patchWaba(WABA, { templates: [], templateReview: "at_once" });
    assert.deepEqual(sentBy(await send(NUMBER, create)), ["connection_test", "en_US"]);
  });

  it("is none where a template can be sent already, or one is named", async () => {
    assert.deepEqual(sentBy(await send(NUMBER, create)), ["account_ready", "en_US"]);
    account();
    assert.equal(
      (await send(NUMBER, { ask: { createTemplate: true, template: "account_ready" } })).status,
      "template_not_found",
    );
    assert.equal(made(), 0);
  });

  it("is told of as Meta has it: refused, or of another category than was asked for", async () => {
    account(plain("connection_test", { status: "REJECTED" }));
    const rejected = needed(await send(NUMBER, create));
    assert.deepEqual(
      [rejected.ownTemplate?.status, rejected.actor, rejected.retryable],
      ["REJECTED", "operator", false],
    );
    account();
    const marketing = async () => ({ kind: "accepted", status: "PENDING", category: "MARKETING" }) as const;
    const result = needed(await send(NUMBER, { ...create, graph: { createTemplate: marketing } }));
    assert.equal(result.ownTemplate?.category, "MARKETING");
  });

  it("is not confused with one whose name is longer, or in another language", async () => {
    account(
      plain("connection_test_2", { status: "PENDING" }),
      plain("connection_test", { language: "de", status: "PENDING" }),
    );
    assert.equal(needed(await send()).ownTemplate, null);
  });

  const refusing = (error: ReturnType<typeof graphError>): Given => ({
    ...create,
    graph: { createTemplate: async () => ({ kind: "refused", error, regainAccessMs: null }) },
  });

  it("that another call has made meanwhile is found by its name", async () => {
    account();
    const exists = graphError(100, { subcode: 2_388_024, message: "Invalid parameter" });
    const createTemplate = async () => {
      account(plain("connection_test", { status: "PENDING" }));
      return { kind: "refused", error: exists, regainAccessMs: null } as const;
    };
    const result = needed(await send(NUMBER, { ...create, graph: { createTemplate } }));
    assert.deepEqual([result.ownTemplate?.status, result.graphError], ["PENDING", null]);
    account();
    const unseen = needed(await send(NUMBER, refusing(exists)));
    assert.deepEqual([unseen.ownTemplate?.status, unseen.graphError], [null, exists]);
  });

  it("that Meta refuses leaves its reason", async () => {
    meta.simulator.state.patchWaba(WABA, { templates: [plain("b", { status: "PAUSED" })], templateLimit: 1 });
    const { graphError: why, message, actor } = needed(await send(NUMBER, create));
    assert.deepEqual([why?.subcode, actor], [2_388_019, "operator"]);
    assert.match(message, /refused to make/);
    const odd = graphError(100, { subcode: 2_388_999, message: "Invalid parameter" });
    assert.deepEqual(needed(await send(NUMBER, refusing(odd))).graphError, odd);
  });

  const others: readonly (readonly [string, ReturnType<typeof graphError>])[] = [
    ["missing_permission", graphError(200, { message: "(#200) Permissions error" })],
    ["invalid_token", graphError(190)],
    ["throttled", graphError(80_008)],
    ["app_blocked", graphError(200, { message: "API access blocked." })],
    ["meta_unavailable", graphError(2)],
    ["account_locked", graphError(368)],
  ];
  for (const [status, error] of others) {
    it(`that is refused with ${error.code}, ${error.message} ends as any call would: ${status}`, async () => {
      account();
      const result = await send(NUMBER, refusing(error));
      assert.equal(result.status, status);
      assert.deepEqual("graphError" in result && result.graphError, error);
      assert.deepEqual(
        messages.records.map(({ end }) => end.status),
        [status],
      );
    });
  }

  it("may be asked for again when no answer came: its name keeps it from being made twice", async () => {
    account();
    const silent = (httpStatus: number | null): Given => ({
      ...create,
      graph: { createTemplate: async () => ({ kind: "unreadable", reason: "x", httpStatus }) },
    });
    const lost = needed(await send(NUMBER, silent(null)));
    assert.deepEqual([lost.retryable, lost.ownTemplate], [true, null]);
    assert.equal((await send(NUMBER, silent(502))).status, "meta_unavailable");
    const unsent = async () => ({ kind: "not_sent", reason: "ECONNREFUSED" }) as const;
    const written = messages.records.length;
    assert.equal((await send(NUMBER, { ...create, graph: { createTemplate: unsent } })).status, "meta_unavailable");
    assert.equal(messages.records.length, written, "what was not sent is not written down");
  });
});
