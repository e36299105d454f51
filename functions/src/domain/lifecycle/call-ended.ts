import type { LeasedOperation } from "../../contract/calls.ts";
import type { MetaView, PhoneNumberDocument } from "../../contract/phone-number.ts";
import { liveLease, withNextLook, type Ledger } from "../attempt/attempt-window.ts";
import { endLease, type CallWaits } from "../attempt/call-lease.ts";
import { countingOthers } from "./acted-elsewhere.ts";
import { changeAfterCall } from "./attempt-change.ts";
import type { NumberFacts } from "./number-facts.ts";
import { changedDocument } from "./phone-number-document.ts";

/** How a call under a number's lease ended. `waitMs`: how long Meta said to wait; `null`: it did not. */
interface EndedCall {
  readonly call: LeasedOperation;
  readonly attemptId: string;
  readonly by: string;
  readonly status: string;
  /** The newest reading of the number; `null`: there is none. */
  readonly view: MetaView | null;
  readonly waitMs: number | null;
  /** Firestore's time, in ms since the epoch. */
  readonly now: number;
}

/** What the end of a call that spends no attempt changes. `document` undefined: nothing new is known of the number. */
export function callEnded(
  known: { readonly ledger: Ledger; readonly waits: CallWaits },
  facts: NumberFacts,
  end: EndedCall,
): { readonly ledger: Ledger; readonly waits: CallWaits; readonly document: PhoneNumberDocument | undefined } {
  const { view, now } = end;
  const { ledger, waits } = endLease(known.ledger, known.waits, end);
  const counted = countingOthers(ledger, facts, { view, leased: liveLease(ledger, now) !== null, now });
  const change = changeAfterCall(facts.registration, end);
  return {
    // The look that then comes at once shows what others did.
    ledger: counted === ledger ? ledger : withNextLook(counted, now),
    waits,
    document: change === null ? undefined : changedDocument(facts, change, now),
  };
}
