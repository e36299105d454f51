import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import type { WebhookChange } from "../domain/webhook/webhook-change.ts";
import { CONNECTED, NUMBER, WABA } from "../testing/fixtures.ts";
import { memoryDeliveries } from "../testing/memory-deliveries.ts";
import { record } from "../testing/number-facts.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { EVENT_S, quality, status, type SentChange } from "../testing/webhook-payloads.ts";
import { applyWebhook } from "./apply-webhook.ts";
import type { ChangeJournal } from "./webhook-ports.ts";

const DIGITS = "15550000001";

/** One registered number, and what is written about it. */
function stage() {
  const registration = record("registered", { at: "2029-12-31T00:00:00.000Z" });
  const memory = memoryDeliveries({ [NUMBER]: changedDocument({ registration }, { view: CONNECTED }, 0) }, WABA);
  const { deliveries, trail } = memory;
  const stored: number[] = [];
  const touched: string[] = [];
  const lines: Parameters<ChangeJournal["phoneNumberChanged"]>[0][] = [];
  const ports = {
    deliveries: {
      ...deliveries,
      store: (...[id, events]: Parameters<typeof deliveries.store>) => {
        stored.push(events.length);
        return deliveries.store(id, events);
      },
      touch: (...[id, at]: Parameters<typeof deliveries.touch>) => {
        touched.push(at);
        return deliveries.touch(id, at);
      },
    },
    trail,
    journal: { phoneNumberChanged: (entry: (typeof lines)[number]) => void lines.push(entry) },
    manages: () => true,
  };
  const take = (...changes: readonly WebhookChange[]) => applyWebhook(ports, { changes, configuredWabaId: WABA });
  return { memory, ports, stored, touched, lines, take };
}

/** A change as it was understood, so many seconds after the first. */
const change = ({ field, value }: SentChange, afterS = 0): WebhookChange => {
  const json = JSON.stringify(value);
  const event = field === "messages" ? null : { id: `${json} ${afterS}`, json };
  return { wabaId: WABA, field, at: (EVENT_S + afterS) * 1000, value, event };
};

const unknownField: SentChange = { field: "something_new", value: { display_phone_number: DIGITS } };

describe("taking a delivery in", () => {
  it("says in the log what has changed, and nothing where nothing has", async () => {
    const { lines, stored, take } = stage();
    await take(change(quality(DIGITS, "FLAGGED")));
    await take(change(quality(DIGITS, "FLAGGED")));
    assert.deepEqual(stored, [1, 1]);
    assert.deepEqual(
      lines.map(({ transition, ...rest }) => [rest, transition.changed]),
      [[{ phoneNumberId: NUMBER, seenBy: "webhook" }, ["lifecycle", "reasons"]]],
    );
  });

  it("notes to the minute when events of an account arrive, and writes it once a minute", async () => {
    const { touched, take } = stage();
    for (const second of [90, 119, 61, 120]) await take(change(unknownField, second));
    assert.deepEqual(touched, ["2030-01-01T00:01:00.000Z", "2030-01-01T00:02:00.000Z"]);
  });

  it("keeps an event that stands among messages, though they tell nothing new", async () => {
    const { memory, stored, take } = stage();
    const message = change(status(NUMBER, "wamid.A", "sent"));
    await take(message);
    await take(message, change(unknownField), message);
    await take(message);
    assert.deepEqual([stored, memory.events.size], [[1, 3], 1]);
  });

  it("writes two hundred events of a number in one commit", async () => {
    for (const [count, commits] of [
      [200, [200]],
      [201, [200, 1]],
    ] as const) {
      const { memory, stored, take } = stage();
      await take(...Array.from({ length: count }, (_, second) => change(unknownField, second)));
      assert.deepEqual(stored, commits);
      assert.equal(memory.events.size, count);
    }
  });

  it("follows the statuses of one message one after the other, and messages side by side", async () => {
    const { ports, take } = stage();
    const time = virtualTime();
    const startedAt = time.now();
    const followed: (readonly [messageId: string, status: string, afterMs: number])[] = [];
    ports.trail.follow = async ({ messageId, status: word }) => {
      await time.sleep(1000);
      followed.push([messageId, word, time.now() - startedAt]);
    };
    const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };
    const statuses = [
      ["wamid.A", "sent"],
      ["wamid.A", "delivered"],
      ["wamid.B", "sent"],
      ["wamid.B", "read"],
    ] as const;
    await time.run(() => take(...statuses.map(([id, word]) => change(status(NUMBER, id, word, mark)))));
    assert.deepEqual(followed, [
      ["wamid.A", "sent", 1000],
      ["wamid.B", "sent", 1000],
      ["wamid.A", "delivered", 2000],
      ["wamid.B", "read", 2000],
    ]);
  });
});
