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
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import type { Transition } from "../domain/lifecycle/transition.ts";
import { eventsTaken, isNewestEvent } from "../domain/webhook/events-taken.ts";
import type { Found, KeptEvent, KnownNumber, Wanted } from "../domain/webhook/webhook-route.ts";
import { foundTogether } from "./found-together.ts";
import { gathered } from "./gathered.ts";
import { lastEventAt } from "./last-event.ts";
import { ledgerDocument } from "./ledger-document.ts";
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
import { revise, type Reading, type Revision } from "./revise.ts";
import { absent, type StandingDocument } from "./standing-document.ts";
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

/** An event on its way into a number's document, and how that stood when it was looked up; `null`: not known, or not any more. */
interface ArrivedEvent {
  readonly event: KeptEvent;
  readonly number: StandingDocument | null;
}

/** What webhooks deliver, in Firestore. `configuredWabaId`: the account of numbers whose account no event has named. */
export function firestoreDeliveries(db: Firestore, configuredWabaId: string): Deliveries {
  const soon = <Answer>(answer: Promise<Answer>): Promise<Answer> => within(Date.now() + FIND_WITHIN_MS, answer);
  // The documents that facts came from, until something is stored that rests on them.
  const read = new WeakMap<NumberFacts, StandingDocument>();
  const lookUp = async (wanted: Wanted): Promise<Found> => {
    const { numbers, ...rest } = await find(db, wanted, configuredWabaId);
    const known = numbers.map((number): KnownNumber => {
      const facts = readNumberDocument(number);
      read.set(facts, number);
      return { phoneNumberId: number.id, facts };
    });
    return { ...rest, numbers: known };
  };
  const together = foundTogether((wanted) => soon(lookUp(wanted)));
  const storing = gathered(EVENTS_AT_ONCE, (phoneNumberId, told: readonly ArrivedEvent[], isFirst) =>
    storable(store(db, phoneNumberId, told, isFirst)),
  );
  return {
    find: (wanted) => soon(together(wanted)),

    store: async ({ phoneNumberId, facts }, events) => {
      const number = read.get(facts) ?? null;
      read.delete(facts);
      const told = events.map((event) => ({ event, number }));
      const { answer, joined } = await storing(phoneNumberId, told);
      return joined ? null : answer;
    },

    touch: (wabaId, at) =>
      revise(db, [webhookStateRef(db, wabaId)], STORE_WITHIN_MS, ([state]) => {
        const known = state === undefined ? null : lastEventAt(state);
        return { answer: undefined, ...(isNewestEvent(at, known) ? { documents: [{ lastEventAt: at }] } : {}) };
      }),
  };
}

/**
 * Writes at once where the number's document is known as it was looked up a moment before, and reads it only where somebody came between
 * (optimistic concurrency). The ledger is made due without being read, as the webhook does not change what it counts.
 *
 * @param isFirst whether no other write of this instance for the number was under way, which would have changed its document
 */
function store(
  db: Firestore,
  phoneNumberId: string,
  told: readonly ArrivedEvent[],
  isFirst: boolean,
): Promise<Transition | null> {
  const events = told.map(({ event }) => event);
  const ref = ledgerRef(db, phoneNumberId);
  const found = isFirst ? told[0]?.number : null;
  const known = found == null ? undefined : supposed(found, ref);
  const decide = ([number, ledger]: readonly StandingDocument[], now: number): Revision<Transition | null> => {
    if (ledger === undefined || number === undefined || !number.exists) return { answer: null };
    const facts = readNumberDocument(number);
    const { document, transition, isDue } = eventsTaken(facts, events, now);
    return {
      answer: transition,
      documents: [document],
      also: (batch) => {
        keep(db, phoneNumberId, events, { batch, now });
        if (isDue) makeDue(batch, ledger, now);
        if (transition === null) return;
        batch.create(newTransitionRef(db, phoneNumberId), transitionDocument(transition, "webhook", now));
      },
    };
  };
  return revise(db, [phoneNumberRef(db, phoneNumberId), ref], STORE_WITHIN_MS, decide, { known });
}

/** A number as it was read, with the ledger that numbers have. */
function supposed(number: StandingDocument, ledger: DocumentReference): Reading {
  const now = number.readTime.toMillis();
  return { snapshots: [number, { ...absent(ledger, now), exists: true }], now };
}

/** Has the number read by the next run. Nothing else is changed of a ledger, not even of one that cannot be read. */
function makeDue(batch: WriteBatch, { ref, exists }: StandingDocument, now: number): void {
  if (exists) batch.update(ref, { nextLookAt: Timestamp.fromMillis(now) });
  else batch.create(ref, ledgerDocument({ ...EMPTY_LEDGER, nextLookAt: now }));
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

/** What a delivery is about, the numbers as their documents stand. */
interface FoundDocuments extends Omit<Found, "numbers"> {
  readonly numbers: readonly DocumentSnapshot[];
}

/** What is named by its id comes in one request, whatever it is, unless there is more of it than any delivery of Meta's names. */
async function find(db: Firestore, wanted: Wanted, configured: string): Promise<FoundDocuments> {
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
    numbers: [...numbers.values()],
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
