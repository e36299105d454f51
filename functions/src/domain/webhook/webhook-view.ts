import type { WebhookClaim, WebhookView } from "../../contract/webhook.ts";
import { isFuture } from "../believed-time.ts";
import { connectedSince, type NumberFacts } from "../lifecycle/number-facts.ts";
import type { Claim } from "./webhook-change.ts";

/** One event as far as it changes what is known of a number. Times in ms since the epoch; `at` null: none that can be believed. */
export interface EventFacts {
  readonly eventId: string;
  readonly at: number | null;
  readonly claim: Claim | null;
  readonly provesLifeAt: number | null;
}

const NO_EVENTS_YET: WebhookView = { provenAt: null, claims: {} };

/**
 * What is known from webhooks once these events are taken in too. The newest claim about each subject stays, and
 * the earliest proof of life since the number was connected: taking in the same events in any order, any number of times, gives the same.
 * What changes nothing gives back the very same object. What lies in the future by `now` (ms since the epoch) claims and proves nothing.
 */
export function webhookViewAfter(facts: NumberFacts, told: readonly EventFacts[], now: number): WebhookView {
  const known = facts.webhook ?? NO_EVENTS_YET;
  const since = connectedSince(facts);
  const past = (at: number | null): number | null => (at !== null && isFuture(at, now) ? null : at);
  return told.reduce(
    (view, event) => withProof(withClaim(view, { ...event, at: past(event.at) }), past(event.provesLifeAt), since),
    known,
  );
}

/** Whether these events change what is known of a number. */
export function isNews(facts: NumberFacts, told: readonly EventFacts[], now: number): boolean {
  return webhookViewAfter(facts, told, now) !== (facts.webhook ?? NO_EVENTS_YET);
}

/** Whether one of the claims is another than before: then the number should be read. */
export function claimsMore(before: WebhookView | undefined, after: WebhookView): boolean {
  return after.claims !== (before ?? NO_EVENTS_YET).claims;
}

/** Whether an event claims something without a time that can be believed: then the number has to be read. */
export function claimsSometime(told: readonly EventFacts[]): boolean {
  return told.some(({ claim, at }) => claim !== null && at === null);
}

function withClaim(view: WebhookView, { claim, at, eventId }: EventFacts): WebhookView {
  if (claim === null || at === null) return view;
  const { word, detail, until } = claim;
  const ends = until === undefined ? {} : { until };
  const next: WebhookClaim = { word, detail, at: new Date(at).toISOString(), ...ends, eventId };
  const known = view.claims[claim.subject];
  if (known !== undefined && !isNewer(next, known)) return view;
  return { ...view, claims: { ...view.claims, [claim.subject]: next } };
}

const isNewer = (next: WebhookClaim, known: WebhookClaim): boolean =>
  next.at > known.at || (next.at === known.at && next.eventId > known.eventId);

function withProof(view: WebhookView, at: number | null, since: number | null): WebhookView {
  if (at === null || (since !== null && at < since)) return view;
  const known = view.provenAt === null ? null : Date.parse(view.provenAt);
  const stands = known !== null && known <= at && (since === null || known >= since);
  return stands ? view : { ...view, provenAt: new Date(at).toISOString() };
}
