import type { Lifecycle, Reason, ReasonCode } from "../../contract/lifecycle.ts";
import { forCustomers } from "../advice/for-customers.ts";
import { reason } from "../advice/reason-advice.ts";
import { LIFECYCLE_RULES } from "./lifecycle-rules.ts";
import { noticesOf } from "./notices.ts";
import type { NumberFacts } from "./number-facts.ts";

/** The number's situation: one word, and why. */
export interface LifecycleState {
  readonly word: Lifecycle;
  readonly reasons: Reason[];
}

/**
 * Derives a number's situation from independent facts: the first rule that fits gives the word and the first reason, then comes
 * what else needs attention. Pure and total: words of Meta's that are not known here change nothing.
 */
export function lifecycleOf(facts: NumberFacts): LifecycleState {
  const rule = LIFECYCLE_RULES.find((candidate) => candidate.fits(facts));
  const word = rule?.word ?? "action_required";
  const first = rule?.why(facts) ?? null;
  const codes = new Set<ReasonCode>([...(first === null ? [] : [first]), ...noticesOf(facts, word)]);
  const reasons = [...codes].map((code) => reason(code, facts.registration));
  return { word, reasons: facts.customerId == null ? reasons : reasons.map(forCustomers) };
}
