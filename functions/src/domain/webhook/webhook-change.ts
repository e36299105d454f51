import type { GraphError } from "../../contract/failure.ts";
import type { ClaimSubject } from "../../contract/webhook.ts";

/** One change of a webhook delivery, as it was understood. `value` is whatever Meta sent. */
export interface WebhookChange {
  readonly wabaId: string;
  readonly field: string;
  /** Meta's time of the event, in ms since the epoch; `null`: it named none. */
  readonly at: number | null;
  readonly value: unknown;
  /** What is kept of it: its id, which is the same whenever the same event comes, and its value as JSON. `null`: nothing is. */
  readonly event: { readonly id: string; readonly json: string } | null;
}

/** Which numbers a change is about: by Meta's id, by the digits people dial, or all of the account. */
export type Subject =
  | { readonly kind: "id"; readonly phoneNumberId: string; readonly wabaId: string }
  | { readonly kind: "digits"; readonly digits: string; readonly wabaId: string }
  | { readonly kind: "account"; readonly wabaId: string };

/** What a change claims about its subject. */
export interface Claim {
  readonly subject: ClaimSubject;
  readonly word: string;
  readonly detail: string | null;
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
  readonly claim: Claim | null;
  readonly statuses: readonly MessageStatus[];
  /** The time of the event where it proves that events of this very number arrive. */
  readonly provesLifeAt: number | null;
}
