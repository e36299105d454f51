import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { LEASE_MS, spentElsewhere, type Account, type Ledger, type Operation } from "../attempt/attempt-window.ts";
import { isConnected } from "../phone-number.ts";
import { isRemoved, offboardedSince, openClaim, type NumberFacts } from "./number-facts.ts";

/** Meta's clock and Firestore's agree better than this. */
const SKEW_MS = 5 * 60_000;
/** A request of ours that was given up may still have worked, as long as it was sent no longer ago than this. */
const MAY_BE_OURS_MS = 3_600_000;

/** Words that a number bears after somebody deregistered it. DELETED and MIGRATED come of other requests. */
const OFF: ReadonlySet<string | null> = new Set(["PENDING", "DISCONNECTED"]);

/**
 * The ledger after a look, where that look shows that somebody else registered or deregistered the number: such requests spend from
 * the same budget at Meta. Whether a deregistration does is not known, so that counts for both. `seen`: what the look makes of the
 * registration; `null`: what it was.
 */
export function countingOthers(
  ledger: Ledger,
  facts: NumberFacts,
  {
    view,
    seen,
    now,
  }: { readonly view: MetaView | null; readonly seen: RegistrationRecord | null; readonly now: number },
): Ledger {
  const known = facts.registration;
  if (view === null || seen === null || known === undefined) return ledger;
  const mark = (operation: Operation): Account => spentElsewhere(ledger[operation], now);
  if (seen.status === "registered" && wasRegisteredElsewhere(ledger.register, facts, known, view))
    return { ...ledger, register: mark("register") };
  if (seen.status === "not_registered" && wasDeregisteredElsewhere(ledger.deregister, facts, known, view))
    return { ...ledger, register: mark("register"), deregister: mark("deregister") };
  return ledger;
}

/** It was off, or Meta names a later time of onboarding, and no request of ours can have done it. */
function wasRegisteredElsewhere(
  account: Account,
  { meta }: NumberFacts,
  { status, at }: RegistrationRecord,
  view: MetaView,
): boolean {
  if (status !== "not_registered" && status !== "deregistered") return false;
  const [onboarded, recorded] = [Date.parse(view.lastOnboardedAt ?? ""), Date.parse(at)];
  if (!Number.isNaN(onboarded))
    return onboarded > recorded + SKEW_MS && !sentSince(account, onboarded - LEASE_MS - SKEW_MS);
  return meta !== undefined && !isConnected(meta) && !sentSince(account, recorded - MAY_BE_OURS_MS);
}

/** It was registered, and nothing explains that it is off: no request of ours, and no event of Meta's. */
function wasDeregisteredElsewhere(
  account: Account,
  facts: NumberFacts,
  { status, at }: RegistrationRecord,
  view: MetaView,
): boolean {
  if (status !== "registered" || !OFF.has(view.status) || view.isOnBusinessApp === true) return false;
  const isExplained = isRemoved(facts) || offboardedSince(facts) !== null || openClaim(facts, "deletion") !== undefined;
  return !isExplained && !sentSince(account, Date.parse(at) - SKEW_MS);
}

const sentSince = ({ entries }: Account, since: number): boolean =>
  entries.some(({ reservedAt }) => reservedAt >= since);
