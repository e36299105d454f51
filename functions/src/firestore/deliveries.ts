import {
  Timestamp,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type WriteBatch,
} from "firebase-admin/firestore";
import type { Deliveries } from "../app/webhook-ports.ts";
import type { WebhookEventDocument } from "../contract/webhook.ts";
import { earlier } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf, type Transition } from "../domain/lifecycle/transition.ts";
import { testMessageDocumentId } from "../domain/test-message.ts";
import type { Found, KeptEvent, Wanted } from "../domain/webhook/webhook-route.ts";
import { claimsMore, toldView } from "../domain/webhook/webhook-view.ts";
import { gathered } from "./gathered.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import {
  eventRef,
  ledgerRef,
  newTransitionRef,
  phoneNumberRef,
  phoneNumbersIn,
  testMessageRef,
  webhookStateRef,
} from "./paths.ts";
import { revise } from "./revise.ts";
import { transitionDocument } from "./transition-document.ts";
import { within } from "./within.ts";

const FIND_WITHIN_MS = 5000;
const STORE_WITHIN_MS = 8000;
/** How many events are stored in one commit: Firestore takes 10 MiB. */
const EVENTS_AT_ONCE = 200;
const EVENTS_KEPT_MS = 90 * 86_400_000;
/** An event's value that is longer than this is cut: the largest document of Firestore's is 1 MiB. */
const LONGEST_VALUE = 100_000;
/** Firestore takes thirty values in one `in`. */
const VALUES_AT_ONCE = 30;

/** What webhooks deliver, in Firestore. `configuredWabaId`: the account of numbers whose account no event has named. */
export function firestoreDeliveries(db: Firestore, configuredWabaId: string): Deliveries {
  return {
    find: (wanted) => within(Date.now() + FIND_WITHIN_MS, find(db, wanted, configuredWabaId)),

    store: gathered(EVENTS_AT_ONCE, (phoneNumberId, events: readonly KeptEvent[]) => store(db, phoneNumberId, events)),

    touch: (wabaId, lastEventAt) =>
      revise(db, [webhookStateRef(db, wabaId)], STORE_WITHIN_MS, ([state]) => {
        const known: unknown = state?.get("lastEventAt");
        const isNewer = typeof known !== "string" || known < lastEventAt;
        return { answer: undefined, ...(isNewer ? { documents: [{ lastEventAt }] } : {}) };
      }),
  };
}

function store(db: Firestore, phoneNumberId: string, events: readonly KeptEvent[]): Promise<Transition | null> {
  const refs = [ledgerRef(db, phoneNumberId), phoneNumberRef(db, phoneNumberId)];
  return revise<Transition | null>(db, refs, STORE_WITHIN_MS, ([ledger, number], now) => {
    if (ledger === undefined || number === undefined || !number.exists) return { answer: null };
    const facts = readNumberDocument(number);
    const webhook = toldView(facts, events);
    const wabaId = facts.wabaId ?? events.find(({ namesNumber }) => namesNumber)?.wabaId ?? null;
    const keepAll = (batch: WriteBatch): void => keep(db, phoneNumberId, events, batch);
    if (webhook === facts.webhook && wabaId === (facts.wabaId ?? null)) return { answer: null, also: keepAll };
    const document = changedDocument(facts, { webhook, ...(wabaId === null ? {} : { wabaId }) }, now);
    const transition = transitionOf(facts, document);
    return {
      answer: transition,
      documents: [claimsMore(facts.webhook, webhook) ? dueLedger(ledger, now) : undefined, document],
      also: (batch) => {
        keepAll(batch);
        if (transition === null) return;
        batch.create(newTransitionRef(db, phoneNumberId), transitionDocument(transition, "webhook", now));
      },
    };
  });
}

function dueLedger(snapshot: DocumentSnapshot, now: number): ReturnType<typeof ledgerDocument> {
  const ledger = readLedger(snapshot);
  return ledgerDocument({ ...ledger, nextLookAt: earlier(ledger.nextLookAt, now) });
}

function keep(db: Firestore, phoneNumberId: string, events: readonly KeptEvent[], batch: WriteBatch): void {
  for (const { eventId, json, field, wabaId, at } of events) {
    if (json === null) continue;
    batch.set(eventRef(db, phoneNumberId, eventId), {
      field,
      wabaId,
      at: at === null ? null : new Date(at).toISOString(),
      value: json.slice(0, LONGEST_VALUE),
      whole: json.length <= LONGEST_VALUE,
      expireAt: Timestamp.fromMillis((at ?? Date.now()) + EVENTS_KEPT_MS),
    } satisfies WebhookEventDocument);
  }
}

/** What is named by its id comes in one request, whatever it is. */
async function find(db: Firestore, wanted: Wanted, configured: string): Promise<Found> {
  const { ids, digits, wabaIds, accounts, statuses } = wanted;
  const byId = ids.map((id) => phoneNumberRef(db, id));
  const states = accounts.map((wabaId) => webhookStateRef(db, wabaId));
  const messages = statuses.map(({ phoneNumberId, messageId }) => ({
    messageId,
    ref: testMessageRef(db, phoneNumberId, testMessageDocumentId(messageId)),
  }));
  const refs = [...byId, ...states, ...messages.map(({ ref }) => ref)];
  const [named, ...found] = await Promise.all([
    refs.length === 0 ? [] : db.getAll(...refs),
    ...numberQueries(db, { digits, wabaIds }, configured).map((query) => query.get()),
  ]);
  const existing = new Map(named.filter(({ exists }) => exists).map((snapshot) => [snapshot.ref.path, snapshot]));
  const at = (ref: DocumentReference): DocumentSnapshot[] => {
    const snapshot = existing.get(ref.path);
    return snapshot === undefined ? [] : [snapshot];
  };
  const numbers = new Map(
    [...byId.flatMap((ref) => at(ref)), ...found.flatMap(({ docs }) => docs)].map((number) => [number.id, number]),
  );
  return {
    numbers: [...numbers].map(([phoneNumberId, number]) => ({ phoneNumberId, facts: readNumberDocument(number) })),
    lastEventAt: new Map(states.flatMap((ref) => at(ref)).flatMap((state) => lastEventOf(state))),
    testMessages: new Set(messages.filter(({ ref }) => existing.has(ref.path)).map(({ messageId }) => messageId)),
  };
}

function numberQueries(
  db: Firestore,
  { digits, wabaIds }: Pick<Wanted, "digits" | "wabaIds">,
  configured: string,
): Query[] {
  const numbers = phoneNumbersIn(db);
  return [
    ...chunks(digits).map((part) => numbers.where("digits", "in", part)),
    ...wabaIds.map((wabaId) => numbers.where("wabaId", "==", wabaId)),
    ...(wabaIds.includes(configured) ? [numbers.where("wabaId", "==", null)] : []),
  ];
}

function lastEventOf(state: DocumentSnapshot): [string, string][] {
  const at: unknown = state.get("lastEventAt");
  return typeof at === "string" ? [[state.id, at]] : [];
}

function chunks(values: readonly string[]): string[][] {
  const starts = Array.from(
    { length: Math.ceil(values.length / VALUES_AT_ONCE) },
    (_, index) => index * VALUES_AT_ONCE,
  );
  return starts.map((start) => values.slice(start, start + VALUES_AT_ONCE));
}
