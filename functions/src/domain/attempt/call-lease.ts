import { LEASED_OPERATIONS, type LeasedOperation } from "../../contract/calls.ts";
import { liveLease, type Ledger } from "./attempt-window.ts";

/** Until when Meta wants no further call of a kind, in ms since the epoch; `null`: it never said, or said it of an earlier time. */
export type CallWaits = Readonly<Record<LeasedOperation, number | null>>;

export const NO_WAITS: CallWaits = Object.fromEntries(LEASED_OPERATIONS.map((call) => [call, null])) as CallWaits;

/** Why a call must not be made now, and when asking again makes sense. */
export interface LeaseRefusal {
  readonly reason: "leased" | "waiting";
  readonly until: number;
}

/** Whether the lease was taken, and the ledger then. */
export type LeaseDecision =
  | { readonly granted: true; readonly ledger: Ledger }
  | { readonly granted: false; readonly refusal: LeaseRefusal };

/** Takes the number's lease for one call, unless another call holds it or Meta said to wait. Idempotent for one `attemptId`. */
export function takeLease(
  ledger: Ledger,
  waits: CallWaits,
  ask: { readonly call: LeasedOperation; readonly attemptId: string; readonly now: number },
): LeaseDecision {
  const { call, attemptId, now } = ask;
  const lease = liveLease(ledger, now);
  if (lease?.attemptId === attemptId) return { granted: true, ledger };
  if (lease !== null) return { granted: false, refusal: { reason: "leased", until: lease.until } };
  const until = waits[call];
  if (until !== null && until > now) return { granted: false, refusal: { reason: "waiting", until } };
  return { granted: true, ledger: { ...ledger, lease: { attemptId, takenAt: now } } };
}

/** Gives the lease back, if this call still holds it, and remembers the wait that Meta named. Nothing that was counted changes. */
export function endLease(
  ledger: Ledger,
  waits: CallWaits,
  end: {
    readonly call: LeasedOperation;
    readonly attemptId: string;
    readonly now: number;
    readonly waitMs: number | null;
  },
): { readonly ledger: Ledger; readonly waits: CallWaits } {
  if (ledger.lease?.attemptId !== end.attemptId) return { ledger, waits };
  return { ledger: { ...ledger, lease: null }, waits: waitsAfter(waits, end) };
}

/** The waits after a call that was made under the lease. `waitMs`: how long Meta said to wait with the next; `null`: it did not. */
export function waitsAfter(
  waits: CallWaits,
  { call, waitMs, now }: { readonly call: LeasedOperation; readonly waitMs: number | null; readonly now: number },
): CallWaits {
  return { ...waits, [call]: waitMs === null ? null : now + waitMs };
}
