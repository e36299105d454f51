import type { NumberSnapshot, TransitionDocument } from "../../../functions/src/contract/transition.ts";

/** What brought a change to light. */
export const SEEN_BY: Readonly<Record<TransitionDocument["seenBy"], string>> = {
  webhook: "Told by Meta",
  reconcile: "Noticed by the scheduled reading",
  refresh: "Noticed when it was read again",
  call: "Shown by Meta's answer to a call",
};

/** What changed, field by field: `PENDING → CONNECTED`. */
export function changeRows({
  changed,
  from,
  to,
}: TransitionDocument): readonly (readonly [label: string, value: string])[] {
  return changed.map((name) => [name, `${wordIn(from, name)} → ${wordIn(to, name)}`]);
}

function wordIn(situation: NumberSnapshot, name: string): string {
  const value = new Map<string, NumberSnapshot[keyof NumberSnapshot]>(Object.entries(situation)).get(name) ?? null;
  if (value === null) return "not known";
  return typeof value === "string" ? value : value.length === 0 ? "none" : value.join(", ");
}
