import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { MessageStage } from "../../contract/test-message.ts";
import { graphError } from "../../testing/fixtures.ts";
import { TEST_MESSAGE_MARK } from "../test-message.ts";
import { messageProgress, type KnownMessage, type MessageProgress } from "./message-progress.ts";
import type { MessageStatus } from "./webhook-change.ts";

const T0 = Date.UTC(2030, 0, 1);
const NOW = T0 + 3_600_000;

const told = (status: string, rest: Partial<MessageStatus> = {}): MessageStatus => ({
  phoneNumberId: "550000000000001",
  messageId: "wamid.A",
  status,
  at: T0,
  mark: TEST_MESSAGE_MARK,
  error: null,
  ...rest,
});

const at = (status: MessageProgress["status"]): KnownMessage => ({
  isRecorded: true,
  progress: { status, updatedAt: new Date(T0).toISOString(), failure: null },
});

/** How far a message has come after these statuses, each judged as it comes in. */
function after(statuses: readonly MessageStatus[], { isRecorded, progress }: KnownMessage): MessageProgress | null {
  let known = progress;
  for (const status of statuses) {
    const change = messageProgress(status, { isRecorded, progress: known }, NOW);
    if (change.answer === "applied") known = change.progress;
  }
  return known;
}

describe("how far statuses bring a message", () => {
  it("goes forward alone, in any order and with any duplicates", () => {
    const anyStatuses = fc.array(fc.constantFrom(...MessageStage.options), { maxLength: 8 });
    fc.assert(
      fc.property(anyStatuses, fc.boolean(), (words, isRecorded) => {
        const start: KnownMessage = isRecorded ? at("sent") : { isRecorded, progress: null };
        const statuses = words.map((word) => told(word));
        const once = after(statuses, start);
        assert.deepEqual(after(statuses.toReversed(), start), once);
        assert.deepEqual(after([...statuses, ...statuses], start), once);
      }),
    );
  });

  it("takes a marked status before the message is recorded, and no other", () => {
    const nothing: KnownMessage = { isRecorded: false, progress: null };
    assert.equal(messageProgress(told("read"), nothing, NOW).answer, "applied");
    for (const mark of [null, "theirs"])
      assert.equal(messageProgress(told("read", { mark }), nothing, NOW).answer, "not_ours");
    assert.equal(messageProgress(told("read", { mark: null }), at("sent"), NOW).answer, "applied");
  });

  it("changes nothing for what the message has left behind", () => {
    for (const [status, known] of [
      ["sent", "delivered"],
      ["delivered", "delivered"],
      ["read", "failed"],
    ] as const)
      assert.deepEqual(messageProgress(told(status), at(known), NOW), { answer: "unchanged" });
  });

  it("changes nothing for words that are not known", () => {
    assert.deepEqual(messageProgress(told("deleted"), { isRecorded: true, progress: null }, NOW), {
      answer: "unchanged",
    });
    assert.deepEqual(messageProgress(told("deleted"), at("sent"), NOW), { answer: "unchanged" });
  });

  it("says of a failure why, and of nothing else", () => {
    const failed = messageProgress(told("failed", { error: graphError(131_026) }), at("delivered"), NOW);
    assert.ok(failed.answer === "applied");
    assert.equal(failed.progress.failure?.status, "recipient_unreachable");
    const delivered = messageProgress(told("delivered", { error: graphError(131_026) }), at("sent"), NOW);
    assert.ok(delivered.answer === "applied");
    assert.equal(delivered.progress.failure, null);
  });

  it("has the time that Meta names, and never one of the future", () => {
    const timeOf = (ms: number) => {
      const change = messageProgress(told("read", { at: ms }), at("sent"), NOW);
      return change.answer === "applied" ? Date.parse(change.progress.updatedAt) : null;
    };
    assert.deepEqual([timeOf(T0 + 1000), timeOf(NOW + 1000)], [T0 + 1000, NOW]);
  });
});
