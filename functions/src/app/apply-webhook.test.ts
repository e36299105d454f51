import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import type { Departure } from "../domain/webhook/departure.ts";
import { NotStorable } from "../domain/webhook/not-storable.ts";
import type { MessageStatus, WebhookChange } from "../domain/webhook/webhook-change.ts";
import type { Wanted } from "../domain/webhook/webhook-route.ts";
import { CONNECTED, NUMBER, WABA } from "../testing/fixtures.ts";
import { NO_CUSTOMERS } from "../testing/no-customers.ts";
import { record } from "../testing/number-facts.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { EVENT_S, quality, status, type SentChange } from "../testing/webhook-payloads.ts";
import { webhookStore } from "../testing/webhook-store.ts";
import { applyWebhook } from "./apply-webhook.ts";
import type { WebhookJournal } from "./webhook-ports.ts";

const DIGITS = "15550000001";

/** A time so many seconds after the first event. */
const iso = (afterS: number): string => new Date((EVENT_S + afterS) * 1000).toISOString();

/** One registered number, and what is written about it. */
function stage(facts: Pick<NumberFacts, "addedAt" | "customerId" | "wabaId"> = {}) {
  const registration = record("registered", { at: iso(-86_400) });
  const store = webhookStore(
    {
      [NUMBER]: changedDocument(
        { ...facts, registration },
        { view: { ...CONNECTED, observedAt: iso(-3600) } },
        EVENT_S * 1000,
      ),
    },
    WABA,
  );
  const { deliveries, trail } = store;
  const stored: number[] = [];
  const touched: string[] = [];
  const lines: Parameters<WebhookJournal["phoneNumberChanged"]>[0][] = [];
  const warnings: object[] = [];
  const ports = {
    deliveries: {
      ...deliveries,
      store: (...[number, events]: Parameters<typeof deliveries.store>) => {
        stored.push(events.length);
        return deliveries.store(number, events);
      },
      touch: (...[id, at]: Parameters<typeof deliveries.touch>) => {
        touched.push(at);
        return deliveries.touch(id, at);
      },
    },
    trail,
    journal: {
      phoneNumberChanged: (entry: (typeof lines)[number]) => void lines.push(entry),
      webhookDropped: (entry: object) => void warnings.push(entry),
    },
    ...NO_CUSTOMERS,
    manages: () => true,
  };
  const take = (...changes: readonly WebhookChange[]) =>
    applyWebhook(ports, { changes, configuredWabaId: WABA, receivedAt: Date.now() });
  return { store, ports, stored, touched, lines, warnings, take };
}

/** A change as it was understood, so many seconds after the first. */
const change = ({ field, value }: SentChange, afterS = 0): WebhookChange => {
  const json = JSON.stringify(value);
  const event = field === "messages" ? null : { id: `${json} ${afterS}`, json };
  return { wabaId: WABA, isWaba: true, field, at: (EVENT_S + afterS) * 1000, value, event };
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
    assert.deepEqual(touched, [iso(60), iso(120)]);
  });

  it("keeps an event that stands among messages, though they tell nothing new", async () => {
    const { store, stored, take } = stage();
    const message = change(status(NUMBER, "wamid.A", "sent"));
    await take(message);
    await take(message, change(unknownField), message);
    await take(message);
    assert.deepEqual([stored, store.events().length], [[1, 3], 1]);
  });

  it("takes what names a number by its id under another account, where the number's document alone says that it is managed", async () => {
    for (const [facts, provenAt] of [
      [{}, undefined],
      [{ addedAt: iso(-90_000) }, iso(0)],
      [{ customerId: "acme" }, iso(0)],
    ] as const) {
      const { store, ports } = stage(facts);
      const changes = [{ ...change(status(NUMBER, "wamid.A", "sent")), wabaId: "777000000000077" }];
      const receivedAt = Date.now();
      await applyWebhook({ ...ports, manages: () => false }, { changes, configuredWabaId: WABA, receivedAt });
      assert.equal(store.number(NUMBER)?.webhook?.provenAt, provenAt, JSON.stringify(facts));
    }
  });

  it("has a customer's number read, and stores nothing else of it, where another account's event names its digits", async () => {
    const { store, lines, touched, take } = stage({ customerId: "acme", wabaId: "777000000000005" });
    const before = store.number(NUMBER);
    await take({ ...change(quality(DIGITS, "FLAGGED")), wabaId: "777000000000077" });
    assert.deepEqual(store.due(), [NUMBER]);
    assert.deepEqual(store.number(NUMBER), before);
    assert.deepEqual([store.events(), lines, touched], [[], [], []]);
    assert.doesNotMatch(store.text(), /FLAGGED|777000000000077/);
  });

  it("writes two hundred events of a number in one commit", async () => {
    for (const [count, commits] of [
      [200, [200]],
      [201, [200, 1]],
    ] as const) {
      const { store, stored, take } = stage();
      await take(...Array.from({ length: count }, (_, second) => change(unknownField, second)));
      assert.deepEqual(stored, commits);
      assert.equal(store.events().length, count);
    }
  });

  it("leaves out what can never be stored, says so, and holds up nothing for it", async () => {
    const { ports, warnings, take } = stage();
    ports.deliveries.store = async () => {
      throw new NotStorable("never");
    };
    const followed: string[] = [];
    ports.trail.follow = async ({ messageId }) => {
      if (messageId === "wamid.A") throw new NotStorable("never");
      followed.push(messageId);
    };
    const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };
    const statuses = ["wamid.A", "wamid.B"].map((id) => change(status(NUMBER, id, "sent", mark)));
    await take(change(quality(DIGITS, "FLAGGED")), ...statuses);
    assert.deepEqual(followed, ["wamid.B"]);
    const dropped = { reason: "not_storable", phoneNumberId: NUMBER };
    assert.deepEqual(warnings, [dropped, dropped]);
  });

  it("is rejected where an event cannot be stored now, so that the delivery comes again", async () => {
    const { ports, warnings, take } = stage();
    ports.deliveries.store = async () => {
      throw new Error("The store cannot be reached.");
    };
    await assert.rejects(take(change(quality(DIGITS, "FLAGGED"))), /cannot be reached/);
    assert.deepEqual(warnings, [], "nothing is left out");
  });

  it("follows a test message that bears no mark in the accounts that are configured or connected, and in no other", async () => {
    const [shop, stranger] = ["777000000000005", "777000000000077"];
    const { store, ports } = stage({ customerId: "acme" });
    const [asked, followed]: [(readonly string[])[], string[]] = [[], []];
    const watched = {
      ...ports,
      manages: () => false,
      managesAccount: (wabaId: string) => wabaId === WABA,
      accounts: {
        among: async (wabaIds: readonly string[]) => {
          asked.push(wabaIds);
          return new Set([shop]);
        },
      },
      trail: { follow: async ({ messageId }: MessageStatus) => void followed.push(messageId) },
    };
    const under = (wabaId: string) => {
      const messageId = `wamid.${wabaId}`;
      store.addMessage(NUMBER, messageId);
      return { ...change(status(NUMBER, messageId, "delivered")), wabaId };
    };
    const receivedAt = Date.now();
    await applyWebhook(watched, { changes: [under(WABA)], configuredWabaId: WABA, receivedAt });
    assert.deepEqual([asked, followed.splice(0)], [[], [`wamid.${WABA}`]], "our own account is looked up nowhere");
    const changes = [WABA, shop, stranger].map(under);
    await applyWebhook(watched, { changes, configuredWabaId: WABA, receivedAt });
    assert.deepEqual([asked, followed], [[[shop, stranger]], [`wamid.${WABA}`, `wamid.${shop}`]]);
  });

  it("has a customer leave where Meta says so and nowhere else, once everything is stored", async () => {
    const { ports, stored } = stage();
    const left: unknown[] = [];
    const standing = { left: async (departure: Departure) => void left.push([stored.length, departure]) };
    const removed: SentChange = { field: "account_update", value: { event: "PARTNER_REMOVED" } };
    const changes = [change(removed), change(quality(DIGITS, "FLAGGED"), 1)];
    await applyWebhook({ ...ports, standing }, { changes, configuredWabaId: WABA, receivedAt: Date.now() });
    const reason = "Meta says that the customer ended the partnership (PARTNER_REMOVED).";
    assert.deepEqual(left, [[1, { wabaId: WABA, at: EVENT_S * 1000, reason }]]);
  });

  const looking = async (count: number) => {
    const { ports, warnings } = stage();
    let looked = 0;
    const { deliveries } = ports;
    const watched = {
      ...ports,
      deliveries: {
        ...deliveries,
        find: (wanted: Wanted) => {
          looked = wanted.statuses.length;
          return deliveries.find(wanted);
        },
      },
    };
    const statuses = Array.from({ length: count }, (_, index) => ({
      id: `wamid.${index}`,
      status: "sent",
      timestamp: String(EVENT_S),
    }));
    const one = change({ field: "messages", value: { metadata: { phone_number_id: NUMBER }, statuses } });
    await applyWebhook(watched, { changes: [one], configuredWabaId: WABA, receivedAt: Date.now() });
    return { looked, warnings };
  };

  it("looks up no more statuses than any delivery of Meta's holds", async () => {
    const tooMany = [{ reason: "too_many_statuses", phoneNumberId: null }];
    assert.deepEqual(await looking(150_000), { looked: 5000, warnings: tooMany });
    assert.deepEqual(await looking(5000), { looked: 5000, warnings: [] });
  });

  it("believes no time of the future: such an event claims nothing, hides nothing, and has the number read", async () => {
    const { store, touched, take } = stage();
    const century = 70 * 365 * 86_400;
    await take(change(quality(DIGITS, "FLAGGED"), century));
    assert.deepEqual([store.number(NUMBER)?.webhook, touched], [{ provenAt: null, claims: {} }, []]);
    assert.deepEqual(store.due(), [NUMBER]);
    await take(change(quality(DIGITS, "UNFLAGGED")));
    assert.equal(store.number(NUMBER)?.webhook?.claims.quality?.word, "UNFLAGGED");
    assert.deepEqual(touched, [iso(0)]);
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
