import type { GraphError } from "../../contract/failure.ts";
import type { ClaimSubject } from "../../contract/webhook.ts";

/** One change of a webhook delivery, as it was understood. `value` is whatever Meta sent. */
export interface WebhookChange {
  readonly wabaId: string;
  /** Whether the envelope's object is an account (WABA) as it is today: the account model to come names other things by its ids. */
  readonly isWaba: boolean;
  readonly field: string;
  /** Meta's time of the event as it states it, in ms since the epoch; `null`: it named none. */
  readonly at: number | null;
  readonly value: unknown;
  /** What is kept of it: its id, which is the same whenever the same event comes, and the kept keys as JSON. `null`: nothing is. */
  readonly event: { readonly id: string; readonly json: string } | null;
}

/**
 * Which numbers a change is about: by Meta's id, by the digits people dial, or all of the account. An event of the account that
 * names one number (`digits`) concerns that one in whatever account, and all the others.
 */
export type Subject =
  | { readonly kind: "id"; readonly phoneNumberId: string; readonly wabaId: string }
  | { readonly kind: "digits"; readonly digits: string; readonly wabaId: string }
  | { readonly kind: "account"; readonly digits: string | null; readonly wabaId: string };

/** What a change claims about its subject. */
export interface Claim {
  readonly subject: ClaimSubject;
  readonly word: string;
  readonly detail: string | null;
  /** When all that it claims ends by itself, ISO-8601; left out: Meta does not say, or not of all. */
  readonly until?: string;
}

/** How far a message has come, as a webhook says. `mark` is what its sender gave it to be recognised by. */
export interface MessageStatus {
  readonly phoneNumberId: string;
  readonly messageId: string;
  /** Meta's word: sent, delivered, read, failed; open. */
  readonly status: string;
  readonly at: number;
  readonly mark: string | null;
  readonly error: GraphError | null;
}

/** What a change means. */
export interface Meaning {
  readonly subject: Subject;
  /** Meta's time of the event where it can be believed, in ms since the epoch. */
  readonly at: number | null;
  readonly claim: Claim | null;
  readonly statuses: readonly MessageStatus[];
  /** The time of the event where it proves that events of this very number arrive. */
  readonly provesLifeAt: number | null;
}
