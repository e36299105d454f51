import type { AccessEvidence } from "../../../functions/src/contract/access-evidence.ts";

/** One thing that was read to prove a cause. */
export interface EvidenceRow {
  readonly question: string;
  readonly answer: "yes" | "no" | "could not be read";
}

const QUESTIONS: Readonly<Record<keyof AccessEvidence, string>> = {
  tokenIsValid: "Does Meta call the token valid?",
  tokenIsSystemUser: "Is it a system user's token?",
  requiredScopesGranted: "Does the token list both permissions?",
  requiredPermissionsGranted: "Does Meta's own list of permissions say granted?",
  wabaInGranularTargets: "Do the permissions cover the WhatsApp account?",
  systemUserMayManage: "May the system user manage the account?",
  numberReadable: "Can the number be read?",
  numberInWaba: "Does the account list the number?",
  platformAllowsCloudApi: "Is the number free for the Cloud API?",
};

/** The evidence in the order in which a person would check it. */
export function evidenceRows(evidence: AccessEvidence): readonly EvidenceRow[] {
  const keys = Object.keys(QUESTIONS) as (keyof AccessEvidence)[];
  return keys.map((key) => ({ question: QUESTIONS[key], answer: answerOf(evidence[key]) }));
}

const answerOf = (fact: boolean | null): EvidenceRow["answer"] =>
  fact === null ? "could not be read" : fact ? "yes" : "no";
