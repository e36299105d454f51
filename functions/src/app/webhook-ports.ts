import type { TokenView } from "../contract/phone-number.ts";
import type { AccountRef } from "../domain/account.ts";
import type { Transition } from "../domain/lifecycle/transition.ts";
import type { Departure } from "../domain/webhook/departure.ts";
import type { MessageStatus } from "../domain/webhook/webhook-change.ts";
import type { Found, KeptEvent, KnownNumber, Responsibility, Wanted } from "../domain/webhook/webhook-route.ts";

/** What webhooks have delivered. Every method is atomic, and doing it again changes nothing more. */
export interface Deliveries {
  /** Looks up what a delivery is about. */
  find(wanted: Wanted): Promise<Found>;
  /**
   * Takes events into the document of a number that was looked up, keeps them, and has the number read soon where they claim something
   * new. Answers what changed; `null`: nothing that is worth a record, or another call tells of it. @throws NotStorable where trying again
   * would not help.
   */
  store(number: KnownNumber, events: readonly KeptEvent[]): Promise<Transition | null>;
  /** Notes that events of an account arrive. `lastEventAt`: Meta's time of the newest, ISO-8601. */
  touch(wabaId: string, lastEventAt: string): Promise<void>;
}

/** The accounts that customers have connected, as far as deliveries name them. */
export interface ConnectedAccounts {
  /** Those of these accounts that are connected. */
  among(wabaIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** How customers' accounts stand, by what Meta tells of them. Every change is atomic, and made again it changes nothing more. */
export interface AccountStanding {
  /** A customer has left at Meta: the token is deleted, and the numbers are no longer read. Nothing older than the connection is believed. */
  left(departure: Departure): Promise<void>;
  /** What Meta says about an account's token: an invalid one asks for action, and a valid one clears that. */
  tokenSeen(account: AccountRef, token: TokenView): Promise<void>;
}

/** The way of the test messages. */
export interface MessageTrail {
  /** Takes in how far a test message has come. */
  follow(status: MessageStatus): Promise<void>;
}

/** What brought a change of a number to light. `call`: Meta's answer to a call of ours. */
export type SeenBy = "webhook" | "reconcile" | "refresh" | "call";

/** Changes of numbers in the log. */
export interface ChangeJournal {
  phoneNumberChanged(entry: { phoneNumberId: string; seenBy: SeenBy; transition: Transition }): void;
}

export interface WebhookJournal extends ChangeJournal {
  /** Something of a signed delivery was left out, because storing it can never work or it is more than Meta ever sends. */
  webhookDropped(entry: { reason: "not_storable" | "too_many_statuses"; phoneNumberId: string | null }): void;
}

export interface WebhookPorts extends Responsibility {
  readonly deliveries: Deliveries;
  readonly trail: MessageTrail;
  readonly accounts: ConnectedAccounts;
  readonly standing: Pick<AccountStanding, "left">;
  readonly journal: WebhookJournal;
  /** This deployment's app, so that other partners' apps can be told from it; `null`: it is not configured. */
  readonly appId: string | null;
}
