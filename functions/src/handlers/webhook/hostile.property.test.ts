import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { applyWebhook } from "../../app/apply-webhook.ts";
import { changedDocument } from "../../domain/lifecycle/phone-number-document.ts";
import { TEST_MESSAGE_MARK } from "../../domain/test-message.ts";
import { firestoreDeliveries } from "../../firestore/deliveries.ts";
import { firestoreMessageTrail } from "../../firestore/message-trail.ts";
import { CONNECTED, NUMBER, WABA } from "../../testing/fixtures.ts";
import { memoryStore, type MemoryStore } from "../../testing/memory-store.ts";
import { NO_CUSTOMERS } from "../../testing/no-customers.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { EVENT_S, signatureOf } from "../../testing/webhook-payloads.ts";
import { replyToWebhook, type WebhookSetup } from "./reply.ts";

const SECRET = "invented-app-secret";
const DIGITS = "15550000001";

/** The product's own store, over a Firestore in memory that refuses ids and texts as Firestore does. */
function stage(): { store: MemoryStore; setup: WebhookSetup; dropped: object[] } {
  const store = memoryStore(() => Date.now());
  const dropped: object[] = [];
  store.number(NUMBER).document = changedDocument(
    {},
    { view: { ...CONNECTED, displayPhoneNumber: DIGITS } },
    Date.now(),
  );
  const ports = {
    deliveries: firestoreDeliveries(store.db, WABA),
    trail: firestoreMessageTrail(store.db),
    journal: {
      phoneNumberChanged: () => undefined,
      webhookDropped: (entry: object) => void dropped.push(entry),
    },
    ...NO_CUSTOMERS,
    manages: () => true,
  };
  const setup: WebhookSetup = {
    appSecret: SECRET,
    verifyToken: "invented-word",
    take: (changes) => applyWebhook(ports, { changes, configuredWabaId: WABA, receivedAt: Date.now() }),
  };
  return { store, setup, dropped };
}

async function answered(setup: WebhookSetup, body: unknown): Promise<number> {
  const rawBody = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const signature = signatureOf(rawBody, SECRET);
  const { status } = await replyToWebhook({ method: "POST", query: {}, rawBody, signature }, () => setup);
  return status;
}

/** Texts that are no ids, no names and no words, or not even text. */
const HOSTILE = [
  ".",
  "..",
  "__x__",
  "__proto__",
  "a/b",
  "x".repeat(2000),
  "\uD800",
  "\uDC00\uD800",
  "",
  "\0",
  "💥".repeat(600),
];

const marked = (id: unknown, rest: object = {}): object => ({
  field: "messages",
  value: {
    metadata: { display_phone_number: DIGITS, phone_number_id: NUMBER },
    statuses: [
      { id, status: "failed", timestamp: String(EVENT_S), biz_opaque_callback_data: TEST_MESSAGE_MARK, ...rest },
    ],
  },
});

const entryOf = (...changes: readonly object[]): object => ({ entry: [{ id: WABA, time: EVENT_S, changes }] });

describe("hostile, and signed", () => {
  for (const text of HOSTILE) {
    const name = JSON.stringify(text.length > 20 ? `${text.slice(0, 8)}…` : text);
    it(`${name} as an id, a word or a text is answered 200 and leaves nothing unstorable`, async () => {
      const { setup, dropped } = stage();
      const errors = [{ code: 131_026, title: text, message: text, error_data: { details: text } }];
      const value = { display_phone_number: DIGITS, event: text, decision: text, requested_verified_name: text };
      const alert = { alert_info: { alert_type: text, alert_description: `${"x".repeat(499)}${text}` } };
      const changes = [
        marked(text, { errors }),
        marked(`wamid.${text}`, { recipient_id: text, errors }),
        ...["security", "phone_number_name_update", "account_update", text].map((field) => ({ field, value })),
        { field: "account_alerts", value: alert },
      ];
      assert.equal(await answered(setup, entryOf(...changes)), 200);
      assert.deepEqual(dropped, []);
      assert.equal(await answered(setup, { entry: [{ id: text, time: text, changes }] }), 200);
    });
  }

  it("forty thousand changes, and a hundred and fifty thousand of anything in one, are answered in bounded time", async () => {
    const { setup } = stage();
    const quality = { field: "security", value: { display_phone_number: DIGITS, event: "X" } };
    const many = <Item>(item: Item): Item[] => Array.from({ length: 150_000 }, () => item);
    const metadata = { phone_number_id: NUMBER };
    const bodies: unknown[] = [
      entryOf(...Array.from({ length: 40_000 }, () => quality)),
      entryOf({ field: "messages", value: { metadata, messages: many({ timestamp: "1" }) } }),
      entryOf({ field: "messages", value: { metadata, statuses: many({}) } }),
      entryOf({ field: "account_update", value: { event: "ACCOUNT_RESTRICTION", restriction_info: many({}) } }),
      entryOf({ field: "security", value: Object.fromEntries(many(0).map((zero, index) => [`k${index}`, zero])) }),
      `{"entry":[{"id":"${WABA}","changes":[{"field":"security","value":${"[".repeat(150_000)}${"]".repeat(150_000)}}]}]}`,
      `{"entry":${"[".repeat(150_000)}${"]".repeat(150_000)}}`,
      `{"entry":[{"id":"${WABA}","changes":${'{"changes":'.repeat(150_000)}1${"}".repeat(150_000)}}]}`,
    ];
    for (const body of bodies) {
      const begun = performance.now();
      assert.equal(await answered(setup, body), 200);
      assert.ok(performance.now() - begun < 3000);
    }
  });

  it("any JSON is answered 200, whatever stands where, and all of it is storable", async () => {
    const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" }));
    const leaf = fc.oneof(
      text,
      fc.constantFrom(NUMBER, WABA, DIGITS, "failed", TEST_MESSAGE_MARK, EVENT_S),
      fc.integer(),
    );
    const names = fc.constantFrom(
      "metadata",
      "statuses",
      "id",
      "status",
      "timestamp",
      "biz_opaque_callback_data",
      "errors",
      "code",
      "event",
      "waba_info",
      "waba_id",
      "alert_info",
      "alert_type",
      "phone_number_id",
      "display_phone_number",
      "decision",
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.dictionary(fc.oneof(names, text), tie("node"), { maxKeys: 8 }),
        fc.array(tie("node"), { maxLength: 4 }),
      ),
    })).node;
    const field = fc.oneof(
      text,
      fc.constantFrom("messages", "security", "account_update", "account_alerts", "phone_number_name_update"),
    );
    const change = fc.oneof(
      fc.record({ field, value }),
      value,
      text.map((id) => marked(id)),
    );
    const body = fc.record({
      entry: fc.array(fc.record({ id: fc.oneof(fc.constant(WABA), leaf), time: leaf, changes: fc.array(change) })),
    });
    const { setup, dropped } = stage();
    await fc.assert(
      fc.asyncProperty(body, async (json) => {
        assert.equal(await answered(setup, json), 200);
        assert.deepEqual(dropped, []);
      }),
      { numRuns: PROPERTY_RUNS / 10 },
    );
  });
});
