import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { POST_BY_MS } from "../contract/patience.ts";
import { OWN_TEMPLATE, type MessageTemplate } from "../domain/message-template.ts";
import { templateNeeded, type SendingReads } from "../domain/outcome/test-message.ts";
import type { TemplateReply } from "../domain/reply.ts";
import { accessReads, graphError, NUMBER, WABA } from "../testing/fixtures.ts";
import { recordingJournal, type JournalLine } from "../testing/recording-journal.ts";
import { scriptedGraph } from "../testing/scripted-graph.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { ourTemplate, type Chosen, type TemplateAsk, type TemplatePorts } from "./our-template.ts";
import type { ReadFailure } from "./ports.ts";

const LATE = { kind: "timeout", reason: "x" } as const;
const READS: SendingReads = {
  ...accessReads(),
  accountMode: { ok: false, failure: LATE },
  health: { ok: false, failure: LATE },
};
const EXISTS = graphError(100, { subcode: 2_388_024, message: "Invalid parameter" });

const { name, language, body } = OWN_TEMPLATE;
const ours = (status: string): MessageTemplate => ({
  name,
  language,
  status,
  category: "UTILITY",
  components: [{ type: "BODY", format: null, text: body, buttons: [] }],
});
const refused = (error = EXISTS): TemplateReply => ({ kind: "refused", error, regainAccessMs: null });

/** What Meta says, and how the call came. */
interface Given extends Partial<Pick<TemplateAsk, "createTemplate" | "mayPost">> {
  /** What each look at the account's list shows; `null` or left out: nothing. */
  readonly looks?: readonly (MessageTemplate | ReadFailure | null)[];
  readonly reply?: TemplateReply | Error;
  readonly elapsedMs?: number;
}

interface Asked extends Chosen {
  /** By which words the account's templates were looked for, once a look. */
  readonly wanted: readonly unknown[];
  /** What Meta was asked to make. */
  readonly made: readonly (readonly [wabaId: string, template: string])[];
  readonly lines: readonly JournalLine[];
}

async function ask({ looks = [], reply = refused(), elapsedMs = 0, ...rest }: Given = {}): Promise<Asked> {
  const wanted: unknown[] = [];
  const made: [string, string][] = [];
  const { journal, lines } = recordingJournal();
  const graph: TemplatePorts["graph"] = {
    ...scriptedGraph(virtualTime(), {}).graph,
    templates: async (_wabaId, words) => {
      const look = looks[wanted.length] ?? null;
      wanted.push(words);
      if (look !== null && "kind" in look) return { ok: false, failure: look };
      return { ok: true, value: look === null ? [] : [look] };
    },
    createTemplate: async (wabaId, template) => {
      made.push([wabaId, template.name]);
      if (reply instanceof Error) throw reply;
      return reply;
    },
  };
  const number = { phoneNumberId: NUMBER, wabaId: WABA, customerId: null, accountIsKnown: true };
  const call = { attemptId: "call-1", by: "uid-1", template: null, language: null, createTemplate: true };
  const underway = { reads: READS, elapsed: () => elapsedMs };
  const chosen = await ourTemplate({ graph, journal }, { ...number, ...call, ...rest }, underway);
  return { ...chosen, wanted, made, lines };
}

/** The failure, in short; a template that was chosen is none. */
const endOf = ({ choice }: Chosen): unknown[] =>
  "advice" in choice ? [choice.status, choice.advice.actor, choice.advice.retryable] : [choice.name];

describe("our own template, in an account that has none which its list shows as sendable", () => {
  it("is looked for by its name, and nothing is asked of Meta where it is there", async () => {
    for (const [status, end] of [
      ["PENDING", ["template_needed", "meta", true]],
      ["IN_APPEAL", ["template_needed", "meta", true]],
      ["REJECTED", ["template_needed", "operator", false]],
      ["PAUSED", ["template_needed", "operator", false]],
      ["APPROVED", [name]],
    ] as const) {
      const asked = await ask({ looks: [ours(status)] });
      assert.deepEqual([endOf(asked), asked.posted, asked.made], [end, false, []], status);
      assert.deepEqual(asked.wanted, [{ name }]);
    }
  });

  it("is asked for where the list cannot be read, which the log says: its name keeps it from being made twice", async () => {
    const { made, posted, lines } = await ask({ looks: [LATE] });
    assert.deepEqual([made, posted], [[[WABA, name]], true]);
    assert.deepEqual(lines[0], {
      event: "readFailed",
      entry: { phoneNumberId: NUMBER, read: "ownTemplate", failure: LATE },
    });
  });

  it("is asked for within the time of a call, and not while its request is under way: then nothing was sent", async () => {
    const inTime = await ask({ elapsedMs: POST_BY_MS });
    assert.deepEqual([inTime.made.length, inTime.posted], [1, true]);
    const late = await ask({ elapsedMs: POST_BY_MS + 1 });
    assert.deepEqual([endOf(late)[0], late.made, late.posted], ["meta_unavailable", [], false]);
    const mayPost = async () => ({ status: "in_progress", retryAfterMs: 1000 }) as const;
    const second = await ask({ mayPost });
    assert.deepEqual([endOf(second)[0], second.made, second.posted], ["in_progress", [], false]);
  });

  it("is sent at once where another call has made it meanwhile, and Meta has approved it", async () => {
    const { choice, posted, made } = await ask({ looks: [null, ours("APPROVED")] });
    assert.deepEqual([choice, posted, made.length], [OWN_TEMPLATE, true, 1]);
  });

  it("is not taken for made where Meta's subcode stands under another code than #100", async () => {
    const error = graphError(368, { subcode: 2_388_024 });
    const locked = await ask({ reply: refused(error) });
    assert.equal(endOf(locked)[0], "account_locked");
    assert.equal(locked.wanted.length, 1, "nobody looks for it again");
  });

  it("is refused as a message would be where Meta's word is about the account", async () => {
    for (const [code, status] of [
      [131_057, "meta_unavailable"],
      [131_056, "throttled"],
    ] as const) {
      assert.equal(endOf(await ask({ reply: refused(graphError(code)) }))[0], status);
    }
  });

  it("may have been made where our own code failed after asking for it, which the log says", async () => {
    const { choice, posted, lines } = await ask({ reply: new Error("a defect") });
    assert.deepEqual([choice, posted], [templateNeeded("unanswered"), true]);
    assert.deepEqual(
      lines.map(({ event }) => event),
      ["callSent", "judgementFailed"],
    );
  });

  it("leaves in the log what Meta said when it was asked for it", async () => {
    const odd = graphError(100, { subcode: 2_388_999 });
    for (const [reply, status, error] of [
      [refused(odd), "refused", odd],
      [{ kind: "accepted", status: "PENDING", category: "UTILITY" }, "PENDING", null],
      [{ kind: "accepted", status: null, category: null }, "accepted", null],
      [{ kind: "unreadable", reason: "x", httpStatus: 502 }, "unreadable", null],
      [{ kind: "not_sent", reason: "x" }, "not_sent", null],
    ] as const) {
      const { lines } = await ask({ reply });
      const entry = { phoneNumberId: NUMBER, attemptId: "call-1", template: name, status, graphError: error };
      const sent = { call: "send_message", phoneNumberId: NUMBER, attemptId: "call-1" };
      assert.deepEqual(lines, [
        { event: "callSent", entry: sent },
        { event: "templateCreated", entry },
      ]);
    }
  });
});
