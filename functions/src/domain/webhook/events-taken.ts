import type { PhoneNumberDocument } from "../../contract/phone-number.ts";
import type { NumberFacts } from "../lifecycle/number-facts.ts";
import { changedDocument } from "../lifecycle/phone-number-document.ts";
import { transitionOf, type Transition } from "../lifecycle/transition.ts";
import type { KeptEvent } from "./webhook-route.ts";
import { claimsMore, claimsSometime, isNews, webhookViewAfter } from "./webhook-view.ts";

/** What events change about a number. */
export interface EventsTaken {
  /** `undefined`: nothing new is known. */
  readonly document: PhoneNumberDocument | undefined;
  /** `null`: nothing changed that is worth a record. */
  readonly transition: Transition | null;
  /** Whether the number should be read now. */
  readonly isDue: boolean;
}

/** Takes events into what is known of a number. One that names the number proves its account, where that was not known. `now` in ms. */
export function eventsTaken(facts: NumberFacts, events: readonly KeptEvent[], now: number): EventsTaken {
  const webhook = webhookViewAfter(facts, events, now);
  const proven = facts.wabaId == null ? events.find(({ namesNumber }) => namesNumber)?.wabaId : undefined;
  const change = { webhook, ...(proven === undefined ? {} : { wabaId: proven }) };
  const isNew = isNews(facts, events, now) || proven !== undefined;
  const document = isNew ? changedDocument(facts, change, now) : undefined;
  return {
    document,
    transition: document === undefined ? null : transitionOf(facts, document),
    isDue: claimsMore(facts.webhook, webhook) || claimsSometime(events),
  };
}

/** Whether an account's event is later than the last one that is known of it; ISO-8601 both, `null`: none is known. */
export const isNewestEvent = (at: string, known: string | null): boolean => known === null || known < at;
