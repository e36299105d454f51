import type { Transition } from "../domain/lifecycle/transition.ts";
import type { MessageStatus } from "../domain/webhook/webhook-change.ts";
import type { Found, KeptEvent, Wanted } from "../domain/webhook/webhook-route.ts";

/** What webhooks have delivered. Every method is atomic, and doing it again changes nothing more. */
export interface Deliveries {
  /** Looks up what a delivery is about. */
  find(wanted: Wanted): Promise<Found>;
  /** Takes events into a number's document, keeps them, and has the number read soon where they claim something new. */
  store(phoneNumberId: string, events: readonly KeptEvent[]): Promise<Transition | null>;
  /** Notes that events of an account arrive. `lastEventAt`: Meta's time of the newest, ISO-8601. */
  touch(wabaId: string, lastEventAt: string): Promise<void>;
}

/** The way of the test messages. */
export interface MessageTrail {
  /** Takes in how far a test message has come. */
  follow(status: MessageStatus): Promise<void>;
}

/** What brought a change of a number to light. */
export type SeenBy = "webhook" | "reconcile" | "refresh";

/** Changes of numbers in the log. */
export interface ChangeJournal {
  phoneNumberChanged(entry: { phoneNumberId: string; seenBy: SeenBy; transition: Transition }): void;
}

export interface WebhookPorts {
  readonly deliveries: Deliveries;
  readonly trail: MessageTrail;
  readonly journal: ChangeJournal;
  /** Whether this deployment is responsible for a number. */
  readonly manages: (phoneNumberId: string) => boolean;
}
