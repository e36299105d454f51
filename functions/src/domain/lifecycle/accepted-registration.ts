import type { AcceptedRegistration, MetaView } from "../../contract/phone-number.ts";
import type { AttemptOutcome } from "../outcome/attempt.ts";
import { isConnected } from "../phone-number.ts";
import { connectedSince, type NumberFacts } from "./number-facts.ts";

/**
 * The registration of an attempt that was sent; `null`: Meta did not accept it. `facts`: what was known of the number before, `view`:
 * the newest reading. `now` in ms since the epoch.
 */
export function acceptedRegistration(
  outcome: AttemptOutcome,
  { facts, view, now }: { readonly facts: NumberFacts; readonly view: MetaView | null; readonly now: number },
): AcceptedRegistration | null {
  if (outcome.status !== "registered" && outcome.status !== "awaiting_meta") return null;
  const since = wasConnected(outcome, view) ? sinceBefore(facts) : null;
  return { at: new Date(now).toISOString(), connectedSince: since };
}

/** By now the number's record says that a registration is under way, so where Meta names no time the last one accepted tells it. */
function sinceBefore(facts: NumberFacts): string | null {
  const since = connectedSince(facts);
  if (since !== null) return new Date(since).toISOString();
  return facts.lastAccepted?.connectedSince ?? facts.lastAccepted?.at ?? null;
}

/** Whether the number showed as connected before: Meta then leaves its PIN as it is, and a reading that is waited for shows it. */
function wasConnected(outcome: AttemptOutcome, view: MetaView | null): boolean {
  if (outcome.status === "registered") return outcome.pin === "not_changed";
  return view !== null && isConnected(view);
}
