import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { applyWebhook } from "../functions/src/app/apply-webhook.ts";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { TransitionDocument } from "../functions/src/contract/transition.ts";
import { WebhookEventDocument } from "../functions/src/contract/webhook.ts";
import { TEST_MESSAGE_MARK } from "../functions/src/domain/test-message.ts";
import { firestoreDeliveries } from "../functions/src/firestore/deliveries.ts";
import { lastEventAt } from "../functions/src/firestore/last-event.ts";
import { firestoreMessageTrail } from "../functions/src/firestore/message-trail.ts";
import { firestorePhoneNumbers } from "../functions/src/firestore/phone-numbers.ts";
import { firestoreTestMessages } from "../functions/src/firestore/test-messages.ts";
import { parseDelivery } from "../functions/src/handlers/webhook/delivery.ts";
import { CONNECTED } from "../functions/src/testing/fixtures.ts";
import { NO_CUSTOMERS } from "../functions/src/testing/no-customers.ts";
import { EVENT_S, name, payload, quality, status, type SentChange } from "../functions/src/testing/webhook-payloads.ts";
import { initializeApp } from "../tools/product-packages.ts";
import { getFirestore, Timestamp } from "../tools/product-packages.ts";
import { env } from "./harness/callable.ts";

const db = getFirestore(initializeApp({ projectId: env("GCLOUD_PROJECT") }, `webhook-${randomUUID()}`));
const run = String(Date.now()).slice(-8);
const WABA = `7771${run}0`;
const looks = firestorePhoneNumbers(db, { seenBy: "refresh", limit: 10 });

let numbers = 0;
/** A connected number that no other test knows, and the digits it is dialled by. */
async function connected(): Promise<{ id: string; digits: string }> {
  numbers += 1;
  const [id, digits] = [`5502${run}${numbers + 100}`, `1555${run}${numbers + 100}`];
  const observedAt = new Date(EVENT_S * 1000).toISOString();
  await looks.look(id, {
    view: { ...CONNECTED, displayPhoneNumber: `+${digits}`, observedAt },
    refusal: null,
    token: null,
  });
  return { id, digits };
}

const changed: string[] = [];
const ports = {
  deliveries: firestoreDeliveries(db, WABA),
  trail: firestoreMessageTrail(db),
  journal: {
    phoneNumberChanged: ({ phoneNumberId }: { phoneNumberId: string }) => void changed.push(phoneNumberId),
    webhookDropped: () => undefined,
  },
  ...NO_CUSTOMERS,
  manages: (id: string) => id.startsWith(`5502${run}`),
};

async function deliver(changes: readonly SentChange[], rest: { time?: number; wabaId?: string } = {}): Promise<void> {
  const parsed = parseDelivery(payload(changes, { wabaId: WABA, ...rest }));
  assert.ok(parsed.ok);
  await applyWebhook(ports, { changes: parsed.changes, configuredWabaId: WABA, receivedAt: Date.now() });
}

const documentOf = async (id: string): Promise<PhoneNumberDocument> =>
  PhoneNumberDocument.parse((await db.doc(`whatsappNumbers/${id}`).get()).data());
const below = async (path: string): Promise<unknown[]> =>
  (await db.collection(path).get()).docs.map((doc) => doc.data());
const nextLookAt = async (id: string): Promise<number> => {
  const at: unknown = (await db.doc(`whatsappLedgers/${id}`).get()).get("nextLookAt");
  assert.ok(at instanceof Timestamp);
  return at.toMillis();
};

describe("webhooks in Firestore", () => {
  it("are found their number by digits, kept, and have it read soon", async () => {
    const { id, digits } = await connected();
    assert.ok((await nextLookAt(id)) > Date.now() + 3_600_000);
    await deliver([quality(digits, "FLAGGED"), name(digits, "APPROVED")]);
    const document = await documentOf(id);
    assert.deepEqual(Object.keys(document.webhook?.claims ?? {}).toSorted(), ["name", "quality"]);
    assert.equal(document.wabaId, WABA);
    const events = (await below(`whatsappNumbers/${id}/whatsappEvents`)).map((event) =>
      WebhookEventDocument.parse(event),
    );
    assert.deepEqual(events.map(({ field }) => field).toSorted(), [
      "phone_number_name_update",
      "phone_number_quality_update",
    ]);
    assert.ok((await nextLookAt(id)) <= Date.now());
    const [transition] = (await below(`whatsappNumbers/${id}/whatsappTransitions`)).map((one) =>
      TransitionDocument.parse(one),
    );
    assert.equal(transition?.to.lifecycle, "live");
    assert.ok(changed.includes(id));
    const state = await db.doc(`whatsappWebhookStates/${WABA}`).get();
    assert.ok(Date.parse(String(state.get("lastEventAt"))) >= EVENT_S * 1000);
  });

  it("change nothing when they come again, in any order", async () => {
    const { id, digits } = await connected();
    const events = Array.from({ length: 40 }, (_, index) => ({
      time: EVENT_S + ((index * 13) % 40),
      change: quality(digits, index % 2 === 0 ? "FLAGGED" : "UNFLAGGED"),
    }));
    await Promise.all([...events, ...events.toReversed()].map(({ change, time }) => deliver([change], { time })));
    const { webhook } = await documentOf(id);
    const newest = events.find(({ time }) => time === EVENT_S + 39);
    assert.equal(webhook?.claims.quality?.word, newest?.change.value["event"]);
    assert.equal(webhook?.provenAt, new Date(EVENT_S * 1000).toISOString());
    assert.equal((await below(`whatsappNumbers/${id}/whatsappEvents`)).length, 40);
  });

  it("of an account reach its numbers, those whose account is not known yet included", async () => {
    const [first, second] = [await connected(), await connected()];
    await deliver([quality(first.digits, "X")]);
    await deliver([{ field: "account_review_update", value: { decision: "REJECTED" } }]);
    for (const { id } of [first, second]) assert.equal((await documentOf(id)).webhook?.claims.review?.word, "REJECTED");
    await deliver([{ field: "account_review_update", value: { decision: "APPROVED" } }], {
      wabaId: `7772${run}0`,
      time: EVENT_S + 9,
    });
    assert.equal((await documentOf(second.id)).webhook?.claims.review?.word, "REJECTED", "that was another account");
  });

  it("take a thousand changes at once", async () => {
    const some = await Promise.all(Array.from({ length: 5 }, connected));
    const changes = Array.from({ length: 1000 }, (_, index) =>
      quality(some[index % 5]?.digits ?? "", `EVENT_${index}`),
    );
    await deliver(changes);
    for (const { id } of some) assert.equal((await below(`whatsappNumbers/${id}/whatsappEvents`)).length, 200);
  });

  it("keep the listed keys of listed fields, and take any JSON", async () => {
    const { id, digits } = await connected();
    const value = { display_phone_number: digits, event: "PIN_CHANGED", rows: [[1], [[2]]], "": 1, "a.b": 2, __x__: 3 };
    await deliver([
      { field: "something_new", value },
      { field: "security", value: { ...value, text: "x".repeat(300_000) } },
    ]);
    const events = (await below(`whatsappNumbers/${id}/whatsappEvents`)).map((event) =>
      WebhookEventDocument.parse(event),
    );
    assert.deepEqual(
      events.map((event) => [event.field, JSON.parse(event.value) as unknown]),
      [["security", { display_phone_number: digits, event: "PIN_CHANGED" }]],
    );
  });

  it("leave nothing that Firestore refuses, whatever a message's id is", async () => {
    const { id } = await connected();
    const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };
    for (const hostile of [".", "..", "__x__", "a/b", "x".repeat(2000), "\uD800"]) {
      const errors = [{ code: 131_026, title: hostile, error_data: { details: `${"x".repeat(999)}\u{1F600}` } }];
      await deliver([status(id, hostile, "failed", { ...mark, errors })]);
    }
  });

  it("of the future hide nothing, neither stored nor new", async () => {
    const { id, digits } = await connected();
    const future = Date.UTC(2099) / 1000;
    await deliver([quality(digits, "FLAGGED")], { time: future });
    assert.deepEqual((await documentOf(id)).webhook?.claims ?? {}, {});
    const at = new Date(future * 1000).toISOString();
    const claim = { word: "FLAGGED", detail: null, at, eventId: "stored before" };
    await db.doc(`whatsappNumbers/${id}`).update({
      webhook: { provenAt: at, claims: { quality: claim } },
      "meta.observedAt": at,
      "meta.status": "DISCONNECTED",
    });
    await db.doc(`whatsappWebhookStates/${WABA}`).set({ lastEventAt: at });
    const now = Math.floor(Date.now() / 1000) + 2;
    await deliver([quality(digits, "UNFLAGGED")], { time: now });
    await looks.look(id, {
      view: { ...CONNECTED, displayPhoneNumber: `+${digits}`, observedAt: new Date(now * 1000).toISOString() },
      refusal: null,
      token: null,
    });
    const { webhook, meta } = await documentOf(id);
    assert.deepEqual([webhook?.claims.quality?.word, meta?.status], ["UNFLAGGED", "CONNECTED"]);
    assert.ok(Date.parse(webhook?.provenAt ?? "") <= now * 1000);
    const state = await db.doc(`whatsappWebhookStates/${WABA}`).get();
    assert.ok(Date.parse(lastEventAt(state) ?? "") <= now * 1000, "nothing came in after the newest event");
  });

  it("bring test messages on their way, with their mark and without, and no others", async () => {
    const { id } = await connected();
    const send = async (messageId: string): Promise<void> => {
      const request = {
        phoneNumberId: id,
        attemptId: randomUUID(),
        by: "uid-1",
        to: "4915112345678",
        template: "hello_world",
        language: "en_US",
      };
      await firestoreTestMessages(db).record(request, { status: "sent", message: null, graphError: null, messageId });
    };
    await send("wamid.ONE");
    await send("wamid.TWO");
    const marked = status(id, "wamid.ONE", "delivered", { biz_opaque_callback_data: TEST_MESSAGE_MARK });
    await deliver([marked, status(id, "wamid.TWO", "read"), status(id, "wamid.THEIRS", "read")]);
    const words = (await below(`whatsappNumbers/${id}/whatsappTestMessages`)).map(
      (one) => (one as { status: string }).status,
    );
    assert.deepEqual(words.toSorted(), ["delivered", "read"]);
    assert.equal((await documentOf(id)).lifecycle, "live");
    assert.equal((await below(`whatsappNumbers/${id}/whatsappEvents`)).length, 0);
  });

  it("about numbers that are not managed or not known leave nothing", async () => {
    const { id, digits } = await connected();
    const strangers = { ...ports, manages: () => false };
    const parsed = parseDelivery(
      payload([quality(digits, "FLAGGED"), status(id, "wamid.X", "read")], { wabaId: WABA }),
    );
    assert.ok(parsed.ok);
    await applyWebhook(strangers, { changes: parsed.changes, configuredWabaId: WABA, receivedAt: Date.now() });
    await deliver([quality("15559999999", "FLAGGED"), status(`5502${run}999`, "wamid.X", "read")]);
    assert.equal((await documentOf(id)).webhook, undefined);
    assert.equal((await db.doc(`whatsappNumbers/5502${run}999`).get()).exists, false);
  });
});
