import { departureOf } from "../domain/webhook/departure.ts";
import { NotStorable } from "../domain/webhook/not-storable.ts";
import type { MessageStatus, WebhookChange } from "../domain/webhook/webhook-change.ts";
import { meaningOf } from "../domain/webhook/webhook-meaning.ts";
import {
  foreignAccounts,
  isOurs,
  ownStatuses,
  routeChanges,
  wantedBy,
  type KeptEvent,
  type KnownNumber,
  type Responsibility,
  type Understood,
  type Wanted,
} from "../domain/webhook/webhook-route.ts";
import { claimsSometime, isNews } from "../domain/webhook/webhook-view.ts";
import { allOf, inTurns } from "./in-turns.ts";
import type { WebhookPorts } from "./webhook-ports.ts";

/** How many numbers and messages are written at a time, and how many events in one commit. */
const NUMBERS_AT_ONCE = 10;
const MESSAGES_AT_ONCE = 10;
const EVENTS_AT_ONCE = 200;

/** More statuses than this are in no delivery of Meta's, which holds a thousand changes at most (Meta, Webhooks). */
const MOST_STATUSES = 5000;

/** When events of an account arrive is written down to the minute, so that a thousand of them cause one write. */
const GRAIN_MS = 60_000;

const arrivalTime = (at: number): string => new Date(at - (at % GRAIN_MS)).toISOString();
const isLater = (at: number, known: string | undefined): boolean => known === undefined || arrivalTime(at) > known;

/** A delivery that Meta signed. `receivedAt`: when it came in by our clock, in ms since the epoch. */
export interface Delivery {
  readonly changes: readonly WebhookChange[];
  readonly configuredWabaId: string;
  readonly receivedAt: number;
}

/**
 * Takes a delivery in: every change goes to the numbers it is about, and changes of numbers that are not managed here are dropped.
 * What can never be stored is left out and said in the log, so that it holds up nothing beside it.
 * @throws when something could not be stored now: then the whole delivery must come again, which is safe.
 */
export async function applyWebhook(ports: WebhookPorts, delivery: Delivery): Promise<void> {
  const { receivedAt: now, configuredWabaId } = delivery;
  const { appId } = ports;
  const understood = delivery.changes.map((change) => ({ change, meaning: meaningOf(change, { now, appId }) }));
  const ours = await responsibility(ports, understood);
  const wanted = withoutExcess(ports, wantedBy(understood, ours));
  const found = await ports.deliveries.find(wanted);
  const managed = found.numbers.filter((number) => isOurs(number, ours));
  const { events, newest } = routeChanges(understood, managed, configuredWabaId);
  const byMessage = Map.groupBy(ownStatuses(wanted, found, ours), ({ messageId }) => messageId);
  const touched = [...newest].filter(([wabaId, at]) => isLater(at, found.lastEventAt.get(wabaId)));
  await allOf([
    inTurns(NUMBERS_AT_ONCE, [...events], ([number, told]) => storeAll(ports, number, told, now)),
    inTurns(MESSAGES_AT_ONCE, [...byMessage.values()], (ofOne) => followInOrder(ports, ofOne)),
    inTurns(NUMBERS_AT_ONCE, touched, ([wabaId, at]) => ports.deliveries.touch(wabaId, arrivalTime(at))),
  ]);
  // Last, because it ends what is managed here.
  for (const item of understood) {
    const departure = departureOf(item, appId);
    if (departure !== null) await ports.standing.left(departure);
  }
}

/** What is managed here: what the configuration says, and the customers' accounts that the delivery names. */
async function responsibility(ports: WebhookPorts, understood: readonly Understood[]): Promise<Responsibility> {
  const { managesAccount, accounts } = ports;
  const foreign = foreignAccounts(understood, ports);
  if (foreign.length === 0) return ports;
  const connected = await accounts.among(foreign);
  return { ...ports, managesAccount: (wabaId) => managesAccount(wabaId) || connected.has(wabaId) };
}

function withoutExcess({ journal }: WebhookPorts, wanted: Wanted): Wanted {
  if (wanted.statuses.length <= MOST_STATUSES) return wanted;
  journal.webhookDropped({ reason: "too_many_statuses", phoneNumberId: null });
  return { ...wanted, statuses: wanted.statuses.slice(0, MOST_STATUSES) };
}

/** Stores something of one number. What can never be stored is told and left out. */
async function unlessNotStorable(
  { journal }: WebhookPorts,
  phoneNumberId: string,
  store: () => Promise<void>,
): Promise<void> {
  try {
    await store();
  } catch (error) {
    if (!(error instanceof NotStorable)) throw error;
    journal.webhookDropped({ reason: "not_storable", phoneNumberId });
  }
}

/** One after the other, so that the statuses of one message do not get in each other's way. */
async function followInOrder(ports: WebhookPorts, statuses: readonly MessageStatus[]): Promise<void> {
  for (const status of statuses) await unlessNotStorable(ports, status.phoneNumberId, () => ports.trail.follow(status));
}

/** Messages by the hundred tell nothing new of a number: then nothing is written. */
async function storeAll(
  ports: WebhookPorts,
  number: KnownNumber,
  told: readonly KeptEvent[],
  now: number,
): Promise<void> {
  const { phoneNumberId, facts } = number;
  const worthIt = told.some(({ json }) => json !== null) || claimsSometime(told) || isNews(facts, told, now);
  if (!worthIt) return;
  for (let from = 0; from < told.length; from += EVENTS_AT_ONCE) {
    await unlessNotStorable(ports, phoneNumberId, async () => {
      const transition = await ports.deliveries.store(number, told.slice(from, from + EVENTS_AT_ONCE));
      if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "webhook", transition });
    });
  }
}
