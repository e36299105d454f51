import {
  Timestamp,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type WriteBatch,
} from "firebase-admin/firestore";
import type { Deliveries, Stored } from "../app/webhook-ports.ts";
import type { WebhookEventDocument } from "../contract/webhook.ts";
import { earlier, type Ledger } from "../domain/attempt/attempt-window.ts";
import { UnreadableLedger } from "../domain/attempt/unreadable-ledger.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf } from "../domain/lifecycle/transition.ts";
import type { Found, KeptEvent, Wanted } from "../domain/webhook/webhook-route.ts";
import { claimsMore, claimsSometime, isNews, webhookViewAfter } from "../domain/webhook/webhook-view.ts";
import { foundTogether } from "./found-together.ts";
import { gathered } from "./gathered.ts";
import { lastEventAt } from "./last-event.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { messageDocumentId } from "./message-document-id.ts";
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
import type { StandingDocument } from "./standing-document.ts";
import { storable } from "./storable.ts";
import { transitionDocument } from "./transition-document.ts";
import { within } from "./within.ts";

const FIND_WITHIN_MS = 5000;
const STORE_WITHIN_MS = 8000;
/** How many events are stored in one commit: Firestore takes 10 MiB. */
const EVENTS_AT_ONCE = 200;
const EVENTS_KEPT_MS = 90 * 86_400_000;
/** Firestore takes thirty values in one `in`. */
const VALUES_AT_ONCE = 30;
/** How many documents are asked for in one request. */
const READS_AT_ONCE = 500;

/** What webhooks deliver, in Firestore. `configuredWabaId`: the account of numbers whose account no event has named. */
export function firestoreDeliveries(db: Firestore, configuredWabaId: string): Deliveries {
  const soon = <Answer>(answer: Promise<Answer>): Promise<Answer> => within(Date.now() + FIND_WITHIN_MS, answer);
  const together = foundTogether((wanted) => soon(find(db, wanted, configuredWabaId)));
  const storing = gathered(EVENTS_AT_ONCE, (phoneNumberId, events: readonly KeptEvent[]) =>
    storable(store(db, phoneNumberId, events)),
  );
  return {
    find: (wanted) => soon(together(wanted)),

    store: async (phoneNumberId, events) => {
      const { answer, joined } = await storing(phoneNumberId, events);
      return joined ? null : answer;
    },

    touch: (wabaId, at) =>
      revise(db, [webhookStateRef(db, wabaId)], STORE_WITHIN_MS, ([state]) => {
        const known = state === undefined ? null : lastEventAt(state);
        const isNewer = known === null || known < at;
        return { answer: undefined, ...(isNewer ? { documents: [{ lastEventAt: at }] } : {}) };
      }),
  };
}

function store(db: Firestore, phoneNumberId: string, events: readonly KeptEvent[]): Promise<Stored | null> {
  const refs = [ledgerRef(db, phoneNumberId), phoneNumberRef(db, phoneNumberId)];
  return revise<Stored | null>(db, refs, STORE_WITHIN_MS, ([ledger, number], now) => {
    if (ledger === undefined || number === undefined || !number.exists) return { answer: null };
    const facts = readNumberDocument(number);
    const webhook = webhookViewAfter(facts, events, now);
    const wabaId = facts.wabaId ?? events.find(({ namesNumber }) => namesNumber)?.wabaId ?? null;
    const keepAll = (batch: WriteBatch): void => keep(db, phoneNumberId, events, { batch, now });
    const due = claimsMore(facts.webhook, webhook) || claimsSometime(events) ? dueLedger(ledger, now) : undefined;
    const changes = isNews(facts, events, now) || wabaId !== (facts.wabaId ?? null);
    const document = changes
      ? changedDocument(facts, { webhook, ...(wabaId === null ? {} : { wabaId }) }, now)
      : undefined;
    const transition = document === undefined ? null : transitionOf(facts, document);
    return {
      answer: { transition, ledgerUnreadable: due === null },
      documents: [due ?? undefined, document],
      also: (batch) => {
        keepAll(batch);
        if (transition === null) return;
        batch.create(newTransitionRef(db, phoneNumberId), transitionDocument(transition, "webhook", now));
      },
    };
  });
}

/** The ledger with the number due; `null`: it cannot be read, and stays as it is. */
function dueLedger(snapshot: StandingDocument, now: number): ReturnType<typeof ledgerDocument> | null {
  const ledger = readable(snapshot);
  return ledger === null ? null : ledgerDocument({ ...ledger, nextLookAt: earlier(ledger.nextLookAt, now) });
}

function readable(snapshot: StandingDocument): Ledger | null {
  try {
    return readLedger(snapshot);
  } catch (error) {
    if (error instanceof UnreadableLedger) return null;
    throw error;
  }
}

function keep(
  db: Firestore,
  phoneNumberId: string,
  events: readonly KeptEvent[],
  { batch, now }: { readonly batch: WriteBatch; readonly now: number },
): void {
  for (const { eventId, json, field, wabaId, at } of events) {
    if (json === null) continue;
    batch.set(eventRef(db, phoneNumberId, eventId), {
      field,
      wabaId,
      at: at === null ? null : new Date(at).toISOString(),
      value: json,
      expireAt: Timestamp.fromMillis((at ?? now) + EVENTS_KEPT_MS),
    } satisfies WebhookEventDocument);
  }
}

/** What is named by its id comes in one request, whatever it is, unless there is more of it than any delivery of Meta's names. */
async function find(db: Firestore, wanted: Wanted, configured: string): Promise<Found> {
  const { ids, digits, wabaIds, accounts, statuses } = wanted;
  const byId = ids.map((id) => phoneNumberRef(db, id));
  const states = accounts.map((wabaId) => webhookStateRef(db, wabaId));
  const messages = statuses.map(({ phoneNumberId, messageId }) => ({
    messageId,
    ref: testMessageRef(db, phoneNumberId, messageDocumentId(messageId)),
  }));
  const byPath = new Map([...byId, ...states, ...messages.map(({ ref }) => ref)].map((ref) => [ref.path, ref]));
  const [named, ...found] = await Promise.all([
    Promise.all(chunks([...byPath.values()], READS_AT_ONCE).map((refs) => db.getAll(...refs))).then((all) =>
      all.flat(),
    ),
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
    ...chunks(digits, VALUES_AT_ONCE).map((part) => numbers.where("digits", "in", part)),
    ...chunks(wabaIds, VALUES_AT_ONCE).map((part) => numbers.where("wabaId", "in", part)),
    ...(wabaIds.includes(configured) ? [numbers.where("wabaId", "==", null)] : []),
  ];
}

function lastEventOf(state: DocumentSnapshot): [string, string][] {
  const at = lastEventAt(state);
  return at === null ? [] : [[state.id, at]];
}

function chunks<Value>(values: readonly Value[], most: number): Value[][] {
  const starts = Array.from({ length: Math.ceil(values.length / most) }, (_, index) => index * most);
  return starts.map((start) => values.slice(start, start + most));
}
