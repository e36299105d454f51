import type { MessageStatus, WebhookChange } from "../domain/webhook/webhook-change.ts";
import { meaningOf } from "../domain/webhook/webhook-meaning.ts";
import {
  ownStatuses,
  routeChanges,
  wantedBy,
  type KeptEvent,
  type KnownNumber,
} from "../domain/webhook/webhook-route.ts";
import { isNews } from "../domain/webhook/webhook-view.ts";
import { allOf, inTurns } from "./in-turns.ts";
import type { WebhookPorts } from "./webhook-ports.ts";

/** How many numbers and messages are written at a time, and how many events in one commit. */
const NUMBERS_AT_ONCE = 10;
const MESSAGES_AT_ONCE = 10;
const EVENTS_AT_ONCE = 200;

/** When events of an account arrive is written down to the minute, so that a thousand of them cause one write. */
const GRAIN_MS = 60_000;

const arrivalTime = (at: number): string => new Date(at - (at % GRAIN_MS)).toISOString();
const isLater = (at: number, known: string | undefined): boolean => known === undefined || arrivalTime(at) > known;

/**
 * Takes a delivery in: every change goes to the numbers it is about, and changes of numbers that are not managed here are dropped.
 * @throws when something could not be stored: then the whole delivery must come again, which is safe.
 */
export async function applyWebhook(
  ports: WebhookPorts,
  delivery: { readonly changes: readonly WebhookChange[]; readonly configuredWabaId: string },
): Promise<void> {
  const understood = delivery.changes.map((change) => ({ change, meaning: meaningOf(change) }));
  const wanted = wantedBy(understood, ports.manages);
  const found = await ports.deliveries.find(wanted);
  const managed = found.numbers.filter(({ phoneNumberId }) => ports.manages(phoneNumberId));
  const { events, newest } = routeChanges(understood, managed, delivery.configuredWabaId);
  const byMessage = Map.groupBy(ownStatuses(wanted, found), ({ messageId }) => messageId);
  const touched = [...newest].filter(([wabaId, at]) => isLater(at, found.lastEventAt.get(wabaId)));
  await allOf([
    inTurns(NUMBERS_AT_ONCE, [...events], ([number, told]) => storeAll(ports, number, told)),
    inTurns(MESSAGES_AT_ONCE, [...byMessage.values()], (ofOne) => followInOrder(ports, ofOne)),
    inTurns(NUMBERS_AT_ONCE, touched, ([wabaId, at]) => ports.deliveries.touch(wabaId, arrivalTime(at))),
  ]);
}

/** One after the other, so that the statuses of one message do not get in each other's way. */
async function followInOrder({ trail }: WebhookPorts, statuses: readonly MessageStatus[]): Promise<void> {
  for (const status of statuses) await trail.follow(status);
}

/** Messages by the hundred tell nothing new of a number: then nothing is written. */
async function storeAll(
  ports: WebhookPorts,
  { phoneNumberId, facts }: KnownNumber,
  told: readonly KeptEvent[],
): Promise<void> {
  const worthIt = told.some(({ json }) => json !== null) || isNews(facts, told);
  if (!worthIt) return;
  for (let from = 0; from < told.length; from += EVENTS_AT_ONCE) {
    const transition = await ports.deliveries.store(phoneNumberId, told.slice(from, from + EVENTS_AT_ONCE));
    if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "webhook", transition });
  }
}
