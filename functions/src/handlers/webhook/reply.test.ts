import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyWebhook } from "../../app/apply-webhook.ts";
import { LARGEST_DELIVERY_BYTES } from "../../body-limits.ts";
import type { PhoneNumberDocument } from "../../contract/phone-number.ts";
import { changedDocument } from "../../domain/lifecycle/phone-number-document.ts";
import type { Transition } from "../../domain/lifecycle/transition.ts";
import { TEST_MESSAGE_MARK } from "../../domain/test-message.ts";
import { CONNECTED, NUMBER, WABA } from "../../testing/fixtures.ts";
import { NO_CUSTOMERS } from "../../testing/no-customers.ts";
import { record } from "../../testing/number-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import {
  EVENT_S,
  name,
  payload,
  quality,
  signatureOf,
  status,
  type SentChange,
} from "../../testing/webhook-payloads.ts";
import { webhookServer } from "../../testing/webhook-server.ts";
import { webhookStore, type WebhookStore } from "../../testing/webhook-store.ts";
import { replyToWebhook, type WebhookSetup } from "./reply.ts";

const SECRET = "invented-app-secret";
const DIGITS = "15550000001";

/** A registered number with these digits. */
function numberWith(digits: string): PhoneNumberDocument {
  const iso = (beforeS: number): string => new Date((EVENT_S - beforeS) * 1000).toISOString();
  const registration = record("registered", { at: iso(86_400) });
  const view = { ...CONNECTED, displayPhoneNumber: digits, observedAt: iso(0) };
  return changedDocument({ registration }, { view }, EVENT_S * 1000);
}

interface Stage {
  readonly store: WebhookStore;
  readonly setup: WebhookSetup;
  readonly transitions: Transition[];
}

const ONE_NUMBER: Readonly<Record<string, PhoneNumberDocument>> = { [NUMBER]: numberWith(DIGITS) };

function stage(documents = ONE_NUMBER, rest: Partial<WebhookSetup> = {}): Stage {
  const store = webhookStore(documents, WABA);
  const transitions: Transition[] = [];
  const ports = {
    deliveries: store.deliveries,
    trail: store.trail,
    journal: {
      phoneNumberChanged: ({ transition }: { transition: Transition }) => void transitions.push(transition),
      webhookDropped: () => undefined,
    },
    ...NO_CUSTOMERS,
    manages: (id: string) => id.startsWith("55"),
  };
  const setup: WebhookSetup = {
    appSecret: SECRET,
    verifyToken: "invented-word",
    take: (changes) => applyWebhook(ports, { changes, configuredWabaId: WABA, receivedAt: Date.now() }),
    ...rest,
  };
  return { store, setup, transitions };
}

/** The numbers' documents, but for the time at which each was written. */
const claimsOf = (store: WebhookStore): object =>
  Object.fromEntries([...store.numbers()].map(([id, document]) => [id, { ...document, updatedAt: null }]));

const signed = (bytes: Uint8Array) => ({ "x-hub-signature-256": signatureOf(bytes, SECRET) });

const deliver = (
  setup: WebhookSetup,
  changes: readonly SentChange[],
  rest: { wabaId?: string; time?: number } = {},
) => {
  const rawBody = payload(changes, rest);
  return replyToWebhook({ method: "POST", query: {}, rawBody, signature: signatureOf(rawBody, SECRET) }, () => setup);
};

describe("the handshake", () => {
  const shake = (query: Record<string, unknown>, rest: Partial<WebhookSetup> = {}) =>
    replyToWebhook({ method: "GET", query, rawBody: undefined, signature: undefined }, () => stage({}, rest).setup);
  const right = { "hub.mode": "subscribe", "hub.verify_token": "invented-word", "hub.challenge": "1158201444" };

  it("answers the bare challenge to who knows the word", async () => {
    assert.deepEqual(await shake(right), { status: 200, body: "1158201444" });
  });

  it("refuses everybody else", async () => {
    const wrong = [
      {},
      { ...right, "hub.verify_token": "invented-wor" },
      { ...right, "hub.verify_token": "" },
      { ...right, "hub.verify_token": ["invented-word", "invented-word"] },
      { ...right, "hub.mode": "unsubscribe" },
      { ...right, "hub.challenge": undefined },
    ];
    for (const query of wrong) assert.equal((await shake(query)).status, 403, JSON.stringify(query));
    assert.equal(
      (await shake({ ...right, "hub.verify_token": "" }, { verifyToken: "" })).status,
      403,
      "no word, no entry",
    );
    assert.equal((await shake(right, { appSecret: "" })).status, 403, "without an app secret the webhook refuses all");
  });
});

describe("a delivery that Meta did not sign", () => {
  const body = payload([quality(DIGITS, "FLAGGED")]);
  const forged = signatureOf(body, "guessed");
  const right = signatureOf(body, SECRET);
  const cases: readonly [string, Record<string, string | string[]>][] = [
    ["without a signature", {}],
    ["with a forged one", { "x-hub-signature-256": forged }],
    ["with a short one", { "x-hub-signature-256": right.slice(0, 40) }],
    ["with the right one twice", { "x-hub-signature-256": [right, right] }],
    ["with a forged one before the right one", { "x-hub-signature-256": [forged, right] }],
    ["with the older kind alone", { "x-hub-signature": right.replace("sha256", "sha1") }],
  ];

  for (const [how, headers] of cases) {
    it(`${how} is refused: 401, no read, no write`, async () => {
      const { store, setup } = stage();
      await using server = await webhookServer(setup);
      assert.equal((await server.post(body, headers)).status, 401);
      assert.deepEqual(store.count, { reads: 0, commits: 0 });
    });
  }

  it("is not even parsed", async () => {
    await using server = await webhookServer(stage().setup);
    const { status: said } = await server.post(Buffer.from("{not JSON"), { "x-hub-signature-256": forged });
    assert.equal(said, 401);
  });

  it("is refused where there is no app secret, whatever it bears", async () => {
    const { store, setup } = stage(undefined, { appSecret: "" });
    await using server = await webhookServer(setup);
    assert.equal((await server.post(body, { "x-hub-signature-256": signatureOf(body, "") })).status, 401);
    assert.deepEqual(store.count, { reads: 0, commits: 0 });
  });
});

describe("a delivery that Meta signed", () => {
  it("is stored before it is acknowledged", async () => {
    const { store, setup, transitions } = stage();
    await using server = await webhookServer(setup);
    const body = payload([quality(DIGITS, "FLAGGED"), name(DIGITS, "APPROVED")]);
    assert.equal((await server.post(body, signed(body))).status, 200);
    const document = store.number(NUMBER);
    assert.equal(document?.webhook?.claims.quality?.word, "FLAGGED");
    assert.equal(document.webhook.claims.name?.word, "APPROVED");
    assert.equal(document.lifecycle, "live");
    assert.deepEqual(
      document.reasons.map(({ code }) => code),
      ["name_needs_registration", "number_flagged"],
    );
    assert.equal(document.wabaId, WABA, "a signed event names the number's account");
    assert.equal(store.events().length, 2);
    assert.deepEqual(store.due(), [NUMBER], "what events claim is to be read");
    assert.equal(store.lastEventAt(WABA), new Date(EVENT_S * 1000).toISOString());
    assert.deepEqual(transitions[0]?.changed, ["lifecycle", "reasons"]);
  });

  it("is asked for again when it could not be stored, and then ends as if nothing had happened", async () => {
    const { store, setup } = stage();
    const body = [quality(DIGITS, "FLAGGED")];
    store.broken = true;
    assert.equal((await deliver(setup, body)).status, 503);
    store.broken = false;
    assert.equal((await deliver(setup, body)).status, 200);
    const { store: other, setup: otherSetup } = stage();
    await deliver(otherSetup, body);
    assert.deepEqual(claimsOf(store), claimsOf(other));
  });

  it("is acknowledged though it cannot be understood: sending it again would not help", async () => {
    const { store, setup } = stage();
    await using server = await webhookServer(setup);
    for (const body of [Buffer.from("{"), Buffer.from(`{"entry":${"[".repeat(500)}${"]".repeat(500)}}`)]) {
      assert.equal((await server.post(body, signed(body))).status, 200);
    }
    assert.deepEqual(store.count, { reads: 0, commits: 0 });
  });

  it("is refused when it is larger than any of Meta's", async () => {
    const { store, setup } = stage();
    await using server = await webhookServer(setup);
    const body = Buffer.alloc(LARGEST_DELIVERY_BYTES + 1, " ");
    assert.equal((await server.post(body, signed(body))).status, 413);
    const large = Buffer.concat([payload([quality(DIGITS, "FLAGGED")]), Buffer.alloc(3 * 1024 * 1024, " ")]);
    assert.equal((await server.post(large, signed(large))).status, 200, "3 MB, which Meta documents, are taken");
    assert.equal(store.number(NUMBER)?.webhook?.claims.quality?.word, "FLAGGED");
  });

  it("about a number that is not known or not managed is acknowledged and leaves nothing", async () => {
    const { store, setup } = stage({ "990000000000001": numberWith("15550000077"), [NUMBER]: numberWith(DIGITS) });
    const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };
    const stranger = status("550000000000042", "wamid.A", "sent");
    const unmanaged = status("990000000000001", "wamid.B", "sent", mark);
    for (const change of [quality("15550000076", "FLAGGED"), quality("15550000077", "FLAGGED"), stranger, unmanaged]) {
      assert.equal((await deliver(setup, [change])).status, 200);
      assert.equal(store.count.commits, 0);
    }
    assert.equal(store.events().length, 0);
    assert.equal(store.lastEventAt(WABA), undefined);
    assert.equal(
      (
        await deliver(setup, [{ field: "account_update", value: { event: "ACCOUNT_DELETED" } }], {
          wabaId: "777000000000077",
        })
      ).status,
      200,
    );
    assert.equal(store.events().length, 0);
  });

  it("about an account reaches every managed number of it", async () => {
    const second = "550000000000002";
    const { store, setup } = stage({
      [NUMBER]: numberWith(DIGITS),
      [second]: numberWith("15550000002"),
      "990000000000001": numberWith("15550000077"),
    });
    await deliver(setup, [
      { field: "account_update", value: { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } } },
    ]);
    assert.deepEqual(
      [...store.numbers().values()].map((document) => document.webhook?.claims.standing?.word),
      ["DISABLE", "DISABLE", undefined],
    );
  });

  it("about a number that has an id in two accounts reaches the one in the event's account", async () => {
    const moved = "550000000000002";
    const old = { ...numberWith(DIGITS), wabaId: WABA };
    const { store, setup } = stage({ [NUMBER]: old, [moved]: { ...numberWith(DIGITS), wabaId: "777000000000002" } });
    await deliver(setup, [quality(DIGITS, "FLAGGED")], { wabaId: "777000000000002" });
    assert.deepEqual(store.number(NUMBER), old);
    assert.equal(store.number(moved)?.webhook?.claims.quality?.word, "FLAGGED");
  });

  it("with fields nobody knows leaves nothing but the proof that events arrive", async () => {
    const { store, setup } = stage();
    const value = { display_phone_number: DIGITS, event: "CONNECTED", nested: [[1], { __proto__x: null }] };
    await deliver(setup, [
      { field: "something_new", value },
      { field: "__proto__", value },
    ]);
    assert.equal(store.events().length, 0);
    assert.deepEqual(store.number(NUMBER)?.webhook, {
      provenAt: new Date(EVENT_S * 1000).toISOString(),
      claims: {},
    });
  });

  it("of users' messages leaves nothing but the proof that events arrive", async () => {
    const { store, setup } = stage();
    const metadata = { display_phone_number: DIGITS, phone_number_id: NUMBER };
    const messages = [
      { from: "15550000099", id: "wamid.X", timestamp: String(EVENT_S), text: { body: "a secret of theirs" } },
    ];
    await deliver(setup, [{ field: "messages", value: { metadata, messages } }]);
    assert.equal(store.number(NUMBER)?.lifecycle, "live");
    assert.equal(store.events().length, 0);
    assert.ok(!store.text().includes("secret of theirs"));
    const { commits } = store.count;
    await deliver(setup, [{ field: "messages", value: { metadata, messages } }], { time: EVENT_S });
    assert.equal(store.count.commits, commits, "the second one changes nothing");
  });

  it("hands on how far test messages have come, and no others", async () => {
    const { store, setup } = stage();
    store.addMessage(NUMBER, "wamid.KNOWN");
    const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };
    await deliver(setup, [
      status(NUMBER, "wamid.MARKED", "delivered", mark),
      status(NUMBER, "wamid.KNOWN", "read"),
      status(NUMBER, "wamid.THEIRS", "read"),
    ]);
    assert.deepEqual(
      ["wamid.MARKED", "wamid.KNOWN", "wamid.THEIRS"].map((id) => store.messageStage(NUMBER, id)),
      ["delivered", "read", null],
    );
  });

  it("of a thousand changes is taken with a handful of writes for each number", async () => {
    const numbers = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`5500000000010${index + 10}`, numberWith(`155510000${index + 10}`)]),
    );
    const { store, setup } = stage(numbers);
    const changes = Array.from({ length: 1000 }, (_, index) =>
      quality(`155510000${(index % 20) + 10}`, `EVENT_${index}`),
    );
    assert.equal((await deliver(setup, changes)).status, 200);
    assert.equal(store.events().length, 1000);
    assert.ok(store.count.reads <= 4 && store.count.commits <= 21, JSON.stringify(store.count));
  });
});

describe("ten thousand deliveries, shuffled and doubled", () => {
  const numbers = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [`55000000000000${index + 1}`, numberWith(`1555000000${index + 1}`)]),
  );
  // Each comes four times. Fewer where properties are tried with few inputs.
  const length = Math.min(2500, 2 * PROPERTY_RUNS);
  const events = Array.from({ length }, (_, index): { change: SentChange; time: number } => {
    const digits = `1555000000${(index % 5) + 1}`;
    const kinds = [
      quality(digits, index % 3 === 0 ? "FLAGGED" : "UNFLAGGED"),
      name(digits, index % 2 === 0 ? "APPROVED" : "REJECTED"),
      { field: "security", value: { display_phone_number: digits, event: "PIN_CHANGED", requester: String(index) } },
      { field: "account_update", value: { event: index % 8 === 3 ? "PARTNER_REMOVED" : "PARTNER_ADDED" } },
    ];
    return { change: kinds[index % 4] ?? quality(digits, "FLAGGED"), time: EVENT_S + ((index * 7919) % 1800) };
  });

  /** A shuffle that a seed decides. */
  function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
    let state = seed;
    const random = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state;
    };
    return items
      .map((item) => ({ item, rank: random() }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }

  async function play(seed: number): Promise<WebhookStore> {
    const { store, setup } = stage(numbers);
    const deliveries = shuffled([...events, ...events, ...events, ...events], seed);
    const queue = deliveries.values();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const { change, time } of queue) assert.equal((await deliver(setup, [change], { time })).status, 200);
      }),
    );
    return store;
  }

  it("end in one state", async () => {
    const { store, setup } = stage(numbers);
    for (const { change, time } of events) await deliver(setup, [change], { time });
    for (const seed of [1, 2]) {
      const other = await play(seed);
      assert.deepEqual(claimsOf(other), claimsOf(store), `seed ${seed}`);
      assert.deepEqual(other.events().toSorted(), store.events().toSorted());
      assert.equal(other.lastEventAt(WABA), store.lastEventAt(WABA));
    }
  });
});
