import type { PhoneNumberDocument } from "../../contract/phone-number.ts";
import type { NumberSnapshot } from "../../contract/transition.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { NumberFacts } from "./number-facts.ts";

/** One change of a number, in the words that are worth an alert. */
export interface Transition {
  readonly changed: readonly string[];
  readonly from: NumberSnapshot;
  readonly to: NumberSnapshot;
}

/** The words of a number's situation. `derived`: its lifecycle and reasons, where they were derived before. */
export function numberSnapshot(facts: NumberFacts, derived = derive(facts)): NumberSnapshot {
  const { registration, meta } = facts;
  return {
    lifecycle: derived.lifecycle,
    reasons: derived.reasons.map(({ code }) => code),
    registration: registration?.status ?? null,
    status: meta?.status ?? null,
    codeVerificationStatus: meta?.codeVerificationStatus ?? null,
    nameStatus: meta?.nameStatus ?? null,
    verifiedName: meta?.verifiedName ?? null,
    qualityRating: meta?.qualityRating ?? null,
    platformType: meta?.platformType ?? null,
  };
}

function derive(facts: NumberFacts): Pick<PhoneNumberDocument, "lifecycle" | "reasons"> {
  const { word, reasons } = lifecycleOf(facts);
  return { lifecycle: word, reasons };
}

/** What changed between two states of a number; `null`: nothing that is worth a record. The first sight of a number is no change. */
export function transitionOf(before: NumberFacts | null, after: PhoneNumberDocument): Transition | null {
  if (before === null) return null;
  const [from, to] = [numberSnapshot(before), numberSnapshot(after, after)];
  const changed = (Object.keys(to) as (keyof NumberSnapshot)[]).filter(
    (name) => String(from[name]) !== String(to[name]),
  );
  return changed.length === 0 ? null : { changed, from, to };
}
