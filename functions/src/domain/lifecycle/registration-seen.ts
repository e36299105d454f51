import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { LEASE_MS } from "../attempt/attempt-window.ts";
import { GIVE_UP_MS, type OpenAttempt } from "../attempt/open-attempt.ts";
import { metaAsksForVerification } from "../error/graph-refusal.ts";
import { saysNotRegistered } from "../number-status.ts";
import { failure } from "../outcome/registration.ts";
import { isConnected, isOff, isVerified } from "../phone-number.ts";
import type { NumberFacts } from "./number-facts.ts";

/** The name in records that came about by reading. */
export const RECONCILER = "reconcilePhoneNumbers";

const NOT_REGISTERED_AFTER_ALL =
  "The answer to the last registration was lost, and Meta has not shown the number as connected in the ten minutes since. That attempt counts. Registering again is possible.";
const NO_LONGER_REGISTERED = "Meta no longer shows the number as connected. Registering it again is possible.";

/** What is left of a registration that lacked a verification which has been given since. */
export const VERIFIED_SINCE =
  "Ownership was verified after the last registration had asked for it. Registering is possible now.";

/** How long a deregistered number may still be shown as connected. */
const DEREGISTRATION_TAKES_MS = 15 * 60_000;

interface ReadingTerms {
  readonly now: number;
  /** Attempts without a final end whose lease is over. */
  readonly attempts: readonly OpenAttempt[];
  /** Whether a call holds the number's lease: then that call will say what became of it. */
  readonly leased: boolean;
}

/** What the number's registration is after a look at it; `null`: what it was. `view` null: it could not be read. */
export function registrationSeen(
  facts: NumberFacts,
  view: MetaView | null,
  terms: ReadingTerms,
): RegistrationRecord | null {
  const record = facts.registration;
  if (record === undefined || terms.leased) return null;
  const open = isOpen(record, terms.attempts);
  if (view !== null && isConnected(view)) {
    return open || hasComeBack(record, view) ? seen("registered", null, terms.now) : null;
  }
  if (view !== null && wasVerifiedElsewhere(record, facts.meta, view))
    return seen("not_registered", VERIFIED_SINCE, terms.now);
  if (!open || record.status === "awaiting_meta") {
    return view !== null && hasGone(record, view) ? seen("not_registered", NO_LONGER_REGISTERED, terms.now) : null;
  }
  const isRefuted = view !== null && isOff(view);
  if (isRefuted && terms.now - lastTried(record, terms.attempts) >= GIVE_UP_MS) {
    return seen("not_registered", NOT_REGISTERED_AFTER_ALL, terms.now);
  }
  if (record.status !== "in_progress") return null;
  const { message } = failure("outcome_unknown").advice;
  return { ...seen("outcome_unknown", message, terms.now), by: record.by };
}

const seen = (status: RegistrationRecord["status"], message: string | null, now: number): RegistrationRecord => ({
  status,
  at: new Date(now).toISOString(),
  by: RECONCILER,
  message,
  retryAt: null,
  graphError: null,
});

/** Whether nobody knows yet how the last registration ended. A fault of Meta's is open while its attempt is. */
function isOpen({ status }: RegistrationRecord, attempts: readonly OpenAttempt[]): boolean {
  if (status === "in_progress" || status === "outcome_unknown" || status === "awaiting_meta") return true;
  return attempts.some((attempt) => attempt.operation === "register" && attempt.status === status);
}

/**
 * Whether a verification is seen that was made in WhatsApp Manager: since Meta asked for it, the number was not shown as verified,
 * and now it is. Where Meta showed VERIFIED all along, no reading can tell; registering again can.
 */
function wasVerifiedElsewhere(record: RegistrationRecord, known: MetaView | undefined, view: MetaView): boolean {
  if (!metaAsksForVerification(record) || known === undefined || !isVerified(view)) return false;
  // What the refused registration itself read is no older than the lease that it held.
  const isOfThen = Date.parse(known.observedAt) >= Date.parse(record.at) - LEASE_MS;
  return isOfThen && known.codeVerificationStatus !== null && !isVerified(known);
}

function lastTried(record: RegistrationRecord, attempts: readonly OpenAttempt[]): number {
  const tries = attempts.filter(({ operation }) => operation === "register").map(({ reservedAt }) => reservedAt);
  return tries.length === 0 ? Date.parse(record.at) : Math.max(...tries);
}

/** Not registered by our records, and connected all the same: somebody registered it elsewhere. */
function hasComeBack({ status, at }: RegistrationRecord, view: MetaView): boolean {
  if (status === "not_registered") return true;
  return status === "deregistered" && Date.parse(view.observedAt) - Date.parse(at) > DEREGISTRATION_TAKES_MS;
}

function hasGone({ status, at }: RegistrationRecord, view: MetaView): boolean {
  return status === "registered" && saysNotRegistered(view) && view.observedAt > at;
}
