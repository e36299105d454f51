import type { AttemptBudget } from "../../contract/attempts.ts";
import type { LeasedOperation } from "../../contract/calls.ts";
import type { MetaView, PhoneNumberDocument, RegistrationRecord } from "../../contract/phone-number.ts";
import {
  budgetOf,
  conclude,
  earlier,
  liveLease,
  META_LIMIT,
  withNextLook,
  type Ledger,
  type Operation,
} from "../attempt/attempt-window.ts";
import { waitsAfter, type CallWaits } from "../attempt/call-lease.ts";
import { openEnd, openStatus } from "../attempt/open-attempt.ts";
import type { AttemptOutcome } from "../outcome/attempt.ts";
import { acceptedRegistration } from "./accepted-registration.ts";
import { countingOthers } from "./acted-elsewhere.ts";
import { changeAfter } from "./attempt-change.ts";
import { HEALTHY_LOOK_MS } from "./next-look.ts";
import type { NumberFacts } from "./number-facts.ts";
import { changedDocument, registrationRecord } from "./phone-number-document.ts";
import { sendingLookInMs } from "./sending-seen.ts";
import { transitionOf, type Transition } from "./transition.ts";

/** How an attempt ended. */
interface EndedAttempt {
  readonly outcome: AttemptOutcome;
  /** Whether a request was or may have been sent. */
  readonly spent: boolean;
  /** Meta said that the budget is used up. */
  readonly blocked: boolean;
  /** The newest reading of the number; `null`: there is none. */
  readonly view: MetaView | null;
  /** When the number should be read again, in ms from now; `null`: nothing is open. */
  readonly lookAgainInMs: number | null;
  /** The call that went ahead of it under the same lease; left out or `null`: none did. */
  readonly ahead?: { readonly call: LeasedOperation; readonly sent: boolean; readonly waitMs: number | null } | null;
}

/** A number once an attempt has ended: its ledger, waits and document, the budget that is left, and the attempt's record. */
export interface SettledAttempt {
  readonly ledger: Ledger;
  readonly waits: CallWaits;
  readonly document: PhoneNumberDocument;
  readonly attempts: AttemptBudget;
  readonly record: RegistrationRecord;
}

/** A number before an attempt's end is written down. */
interface Before {
  readonly ledger: Ledger;
  readonly waits: CallWaits;
  readonly document: NumberFacts;
}

/** What an attempt's end changes. `now` is Firestore's time in ms, `limit` this deployment's budget of the operation. */
export function attemptSettled(
  { ledger: before, waits, document }: Before,
  request: { readonly operation: Operation; readonly attemptId: string; readonly by: string },
  end: EndedAttempt,
  { now, limit }: { readonly now: number; readonly limit: number },
): SettledAttempt {
  const { operation, attemptId, by } = request;
  const holdsLease = before.lease?.attemptId === attemptId;
  const nextLookAt = now + (end.lookAgainInMs ?? HEALTHY_LOOK_MS);
  const open = end.lookAgainInMs === null ? null : openStatus(end.outcome.status);
  const concluded = conclude(before, { ...request, ...end, now, nextLookAt, open });
  // What a call that sent nothing has read shows what others did.
  const leased = liveLease(concluded, now) !== null;
  const ledger = end.spent ? concluded : countingOthers(concluded, document, { view: end.view, leased, now });
  const attempts = budgetOf(ledger[operation], now, limit);
  const record = registrationRecord(end.outcome, { by, attempts, now });
  const stillOpen = openEnd(ledger[operation].entries, now, attemptId);
  const change = changeAfter(operation, end, record, {
    attempts,
    holdsLease,
    open: stillOpen,
    known: document.registration,
  });
  const isRegistration = operation === "register" && end.spent;
  const accepted = isRegistration ? acceptedRegistration(end.outcome, { facts: document, view: end.view, now }) : null;
  const after = changedDocument(document, { ...change, ...(accepted === null ? {} : { accepted }) }, now);
  const soon = end.lookAgainInMs === null ? sendingLookInMs(after) : null;
  return {
    ledger: soon === null ? ledger : withNextLook(ledger, earlier(ledger.nextLookAt, now + soon)),
    // What went ahead without the lease, or was never sent, says nothing of waiting.
    waits: holdsLease && end.ahead?.sent === true ? waitsAfter(waits, { ...end.ahead, now }) : waits,
    document: after,
    attempts,
    record,
  };
}

/** What changed where an answer brought to light that others spend too; `null`: no such change. */
export function othersNoticed(before: NumberFacts, after: PhoneNumberDocument): Transition | null {
  const isNew = after.attempts?.spentElsewhere === true && before.attempts?.spentElsewhere !== true;
  return isNew ? transitionOf(before, after) : null;
}

/** Whether the ledger counted fewer than Meta allows when Meta blocked: then others have spent the rest. `null`: it cannot be read. */
export function othersSpentTheRest(ledger: Ledger | null, operation: Operation, now: number): boolean {
  return ledger !== null && budgetOf(ledger[operation], now, META_LIMIT).remaining > 0;
}
