import type { ReasonCode } from "../contract/lifecycle.ts";

/** What a word of Meta's says of a number: whether it is registered with the Cloud API, and what is wrong with it. */
export interface NumberStatus {
  /** `unsaid`: the word tells nothing of registering. */
  readonly registered: "yes" | "no" | "unsaid";
  /** What the word itself reports; `null`: nothing that needs attention. */
  readonly reason: ReasonCode | null;
  /** Meta has taken the number out of service, or at least keeps it from starting conversations. */
  readonly suspended: boolean;
  /** The number is no longer in its account, although Meta may still list it there. */
  readonly left: boolean;
}

const word = (
  registered: NumberStatus["registered"],
  reason: ReasonCode | null = null,
  { suspended = false, left = false }: Partial<NumberStatus> = {},
): NumberStatus => ({ registered, reason, suspended, left });

/**
 * The words of a number's `status`, each with its one meaning (Meta, phone number reference; PENDING and DISCONNECTED as seen in
 * logs). Meta adds new ones, and what is not listed says nothing. UNVERIFIED, OFFLINE and UNKNOWN stand in Meta's lists without an
 * explanation, so they say nothing either.
 */
const WORDS: Readonly<Record<string, NumberStatus>> = {
  CONNECTED: word("yes"),
  FLAGGED: word("yes", "number_flagged"),
  RATE_LIMITED: word("yes"),
  RESTRICTED: word("unsaid", "number_restricted", { suspended: true }),
  BANNED: word("unsaid", "number_banned", { suspended: true }),
  PENDING: word("no"),
  DISCONNECTED: word("no", "connection_lost"),
  DELETED: word("no", "number_deleted", { left: true }),
  MIGRATED: word("no", "number_migrated", { left: true }),
  UNVERIFIED: word("unsaid"),
  OFFLINE: word("unsaid"),
  UNKNOWN: word("unsaid"),
};

const UNSAID = word("unsaid");

/** The words that are known here. */
export const STATUS_WORDS: readonly string[] = Object.keys(WORDS);

/** What a number's status says; of a word that is not known, and where Meta said none, nothing. */
export function numberStatus(status: string | null | undefined): NumberStatus {
  return status != null && isKnownStatus(status) ? (WORDS[status] ?? UNSAID) : UNSAID;
}

/** Whether a word of Meta's for a number's status is known here. */
export function isKnownStatus(status: string): boolean {
  return Object.hasOwn(WORDS, status);
}

/** Whether Meta shows the number in its account, and never registered, or not registered again. */
export function isNew({ status }: { readonly status: string | null }): boolean {
  return isTurnedOff({ status }) && numberStatus(status).reason === null;
}

/** Whether Meta shows the number as not registered, in its account all the same: as it is before registering, and after deregistering. */
export function isTurnedOff({ status }: { readonly status: string | null }): boolean {
  const { registered, left } = numberStatus(status);
  return registered === "no" && !left;
}

/** Whether Meta says in so many words that the number is not registered with the Cloud API. */
export function saysNotRegistered({ status }: { readonly status: string | null }): boolean {
  return numberStatus(status).registered === "no";
}
