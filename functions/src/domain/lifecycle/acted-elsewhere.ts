import type { MetaView } from "../../contract/phone-number.ts";
import { LEASE_MS, spentElsewhere, type Spending, type Ledger, type Operation } from "../attempt/attempt-window.ts";
import { isTurnedOff, saysNotRegistered } from "../number-status.ts";
import { isCoexistent, isConnected, isRegistered } from "../phone-number.ts";
import { isRemoved, offboardedSince, openClaim, type NumberFacts } from "./number-facts.ts";

/** Meta's clock and Firestore's agree better than this. */
const SKEW_MS = 5 * 60_000;
/** A request of ours that was given up may still have worked, as long as it was sent no longer ago than this. */
const MAY_BE_OURS_MS = 3_600_000;

/** One reading of a number. */
interface Seen {
  /** `null`: it could not be read. */
  readonly view: MetaView | null;
  /** Whether a call holds the number's lease: then that call may be what changed it. */
  readonly leased: boolean;
  readonly now: number;
}

/**
 * The ledger after a reading, where that shows that somebody else registered or deregistered the number: such requests spend from
 * the same budget at Meta. Whether a deregistration does is not known, so that counts for both.
 */
export function countingOthers(ledger: Ledger, facts: NumberFacts, { view, leased, now }: Seen): Ledger {
  const was = lastKnown(facts);
  if (view === null || leased || was === null || isLate(facts, view)) return ledger;
  const mark = (operation: Operation): Spending => spentElsewhere(ledger[operation], now);
  if (!was.isOn && wasRegisteredElsewhere(ledger.register, facts, was.since, view))
    return { ...ledger, register: mark("register") };
  if (was.isOn && wasDeregisteredElsewhere(ledger.deregister, facts, was.since, view))
    return { ...ledger, register: mark("register"), deregister: mark("deregister") };
  return ledger;
}

/** Whether the number was registered when that was last known, and when that was, in ms. */
interface LastKnown {
  readonly isOn: boolean;
  readonly since: number;
}

/** As our own record says, or else as Meta showed it: a registration that Meta refused changed nothing. `null`: that is open, or not known. */
function lastKnown({ registration, meta }: NumberFacts): LastKnown | null {
  const at = Date.parse(registration?.at ?? "");
  switch (registration?.status) {
    case "registered":
      return { isOn: true, since: at };
    case "not_registered":
    case "deregistered":
      return { isOn: false, since: at };
    case "outcome_unknown":
    case "awaiting_meta":
      return null;
    default:
      return meta === undefined ? null : shown(meta);
  }
}

/** A number on the Business app, too, comes and goes with the app: nobody registers it. */
function shown(meta: MetaView): LastKnown | null {
  const since = Date.parse(meta.observedAt);
  if (isConnected(meta)) return isCoexistent(meta) ? null : { isOn: true, since: since - LEASE_MS };
  return saysNotRegistered(meta) ? { isOn: false, since } : null;
}

const isLate = ({ meta }: NumberFacts, view: MetaView): boolean =>
  meta !== undefined && view.observedAt < meta.observedAt;

/** It was off, or Meta names a later time of onboarding, and no request of ours can have done it. */
function wasRegisteredElsewhere(spending: Spending, { meta }: NumberFacts, since: number, view: MetaView): boolean {
  if (!isConnected(view) || isCoexistent(view) || isOpen(spending)) return false;
  const onboarded = Date.parse(view.lastOnboardedAt ?? "");
  if (!Number.isNaN(onboarded))
    return onboarded > since - SKEW_MS && !sentSince(spending, onboarded - LEASE_MS - SKEW_MS);
  return meta !== undefined && !isRegistered(meta) && !sentSince(spending, since - MAY_BE_OURS_MS);
}

/** It was registered, and nothing explains that it is off: no request of ours, and no event of Meta's. */
function wasDeregisteredElsewhere(spending: Spending, facts: NumberFacts, since: number, view: MetaView): boolean {
  const isOff = isTurnedOff(view) && Date.parse(view.observedAt) > since;
  if (!isOff || view.isOnBusinessApp === true || isOpen(spending)) return false;
  const isExplained = isRemoved(facts) || offboardedSince(facts) !== null || openClaim(facts, "deletion") !== undefined;
  return !isExplained && !sentSince(spending, since - SKEW_MS);
}

const sentSince = ({ entries }: Spending, since: number): boolean =>
  entries.some(({ reservedAt }) => reservedAt >= since);

/** Nobody knows yet what became of one of our own requests. */
const isOpen = ({ entries }: Spending): boolean => entries.some(({ end }) => end !== "final");
