import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { outcomeWord } from "./calls.ts";
import { turnOf } from "./next-step.ts";

/** What is left of a budget, as the end of a sentence. */
const left = ({ remaining, limit }: AttemptBudget): string => `${remaining} of ${limit} are left.`;

/**
 * What a registration spent, and what is left, from the budget before and after it at `now` (ms since the epoch). The two do not always
 * tell: an earlier attempt may have come back meanwhile, and without a known budget before, nobody knows whose
 * the attempts spent now are.
 */
export function spentByRegistration(before: AttemptBudget | undefined, after: AttemptBudget, now: number): string {
  const used = before?.used ?? 0;
  const isUnknown = before === undefined && after.used > 1;
  const mayHaveComeBack = before?.nextFreeAt != null && Date.parse(before.nextFreeAt) <= now;
  if (mayHaveComeBack || isUnknown) return `What this call spent cannot be told; ${left(after)}`;
  if (after.used > used)
    return `This call spent ${after.used - used === 1 ? "1 attempt" : `${after.used - used} attempts`}; ${left(after)}`;
  return `This call spent no attempt; ${left(after)}`;
}

/** What a deregistration left of its own budget. */
export const leftToDeregister = (after: AttemptBudget): string =>
  `No registration attempt was spent. Deregistrations are counted separately: ${left(after)}`;

/** Causes that reading proves: as long as they stand, the backend stops before it sends anything. */
const PROVEN = new Set(["scope_not_granted", "asset_not_assigned"]);

/**
 * What to ask before a registration is sent that Meta has refused, for a reason that repeating cannot cure; `null`: nothing. It is not
 * asked where nothing was sent, because the same stops the next one before it is sent.
 */
export function spendingQuestion(
  number: PhoneNumberDocument | null,
): { readonly text: string; readonly goOn: string } | null {
  const { registration, attempts } = number ?? {};
  if (registration === undefined || attempts === undefined || attempts.remaining === 0) return null;
  const { status, graphError, cause } = registration;
  if (turnOf(status).turn !== "change" || graphError === null || (cause !== undefined && PROVEN.has(cause)))
    return null;
  return {
    text: `${outcomeWord(status)}: registering again without a change is refused again, and uses 1 of ${attempts.remaining}. Has something been changed since?`,
    goOn: `Register, using 1 of ${attempts.remaining}`,
  };
}
