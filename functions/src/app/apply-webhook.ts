import { meaningOf, type WebhookChange } from "../domain/webhook-change.ts";
import { routeChanges, wantedBy, type KeptEvent, type KnownNumber } from "../domain/webhook-route.ts";
import { isNews } from "../domain/webhook-view.ts";
import { allOf, inTurns } from "./in-turns.ts";
import type { WebhookPorts } from "./webhook-ports.ts";

/** How many numbers are written at a time, and how many events in one commit. */
const NUMBERS_AT_ONCE = 10;
const EVENTS_AT_ONCE = 200;

/** What became of a delivery's changes. */
export interface DeliveryCount {
  readonly taken: number;
  readonly dropped: number;
}

/**
 * Takes a delivery in: every change goes to the numbers it is about, and changes of numbers that are not managed here are dropped.
 * @throws when something could not be stored: then the whole delivery must come again, which is safe.
 */
export async function applyWebhook(
  ports: WebhookPorts,
  delivery: { readonly changes: readonly WebhookChange[]; readonly configuredWabaId: string },
): Promise<DeliveryCount> {
  const understood = delivery.changes.map((change) => ({ change, meaning: meaningOf(change) }));
  const found = await ports.deliveries.find(wantedBy(understood));
  const managed = found.filter(({ phoneNumberId }) => ports.manages(phoneNumberId));
  const { events, newest, taken } = routeChanges(understood, managed, delivery.configuredWabaId);
  const statuses = understood.flatMap(({ meaning }) => meaning.statuses);
  const ours = statuses.filter(({ phoneNumberId }) => ports.manages(phoneNumberId));
  await allOf([
    inTurns(NUMBERS_AT_ONCE, [...events], ([number, told]) => storeAll(ports, number, told)),
    ours.length === 0 ? undefined : ports.trail.follow(ours),
    inTurns(NUMBERS_AT_ONCE, [...newest], ([wabaId, at]) => ports.deliveries.touch(wabaId, at)),
  ]);
  return { taken, dropped: delivery.changes.length - taken };
}

/** Messages by the hundred tell nothing new of a number: then nothing is written. */
async function storeAll(ports: WebhookPorts, { phoneNumberId, facts }: KnownNumber, told: readonly KeptEvent[]) {
  const worthIt = told.some(({ json }) => json !== null) || isNews(facts, told);
  if (!worthIt) return;
  for (let from = 0; from < told.length; from += EVENTS_AT_ONCE) {
    const transition = await ports.deliveries.store(phoneNumberId, told.slice(from, from + EVENTS_AT_ONCE));
    if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "webhook", transition });
  }
}
