import type { AccessCheck, CheckId } from "../../contract/diagnose-access.ts";
import type { DiagnosisFacts, DiagnosisSubject } from "./facts.ts";
import type { Finding } from "./finding.ts";

export type FactName = keyof DiagnosisFacts;

/** One check: which facts it needs, and what they mean. */
export interface Check<Need extends FactName = FactName> {
  readonly id: CheckId;
  readonly title: string;
  readonly needs: readonly Need[];
  /** Whether the verdict is in doubt while this cannot be told. */
  readonly decides: boolean;
  /** Total: whatever was read, or was not, has a finding. */
  readonly judge: (facts: Pick<DiagnosisFacts, Need>, about: DiagnosisSubject) => Finding;
}

/** A check whose judgement may look at nothing but what it says it needs. */
export const check = <Need extends FactName>(definition: Check<Need>): Check<Need> => definition;

/** The check as it is answered. */
export function checked({ id, title }: Pick<Check, "id" | "title">, result: Finding): AccessCheck {
  return { id, title, ...result, resolution: [...result.resolution] };
}
