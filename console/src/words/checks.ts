import type {
  AccessCheck,
  AccessDiagnosis,
  CheckState,
  Observed,
  SendingVerdict,
} from "../../../functions/src/contract/diagnose-access.ts";
import { CheckId } from "../../../functions/src/contract/diagnose-access.ts";
import type { Tone } from "./tone.ts";

/** What a check came to, in a word. */
export const CHECK_WORDS: Readonly<Record<CheckState, readonly [word: string, tone: Tone]>> = {
  pass: ["fine", "good"],
  warn: ["look at this", "warn"],
  fail: ["to be fixed", "bad"],
  unknown: ["could not be checked", "plain"],
};

/** What the whole diagnosis came to. */
export const VERDICT_WORDS: Readonly<Record<AccessDiagnosis["verdict"]["state"], readonly [word: string, tone: Tone]>> =
  {
    healthy: ["Nothing stands in the way", "good"],
    fix: ["Something has to be fixed", "bad"],
    unclear: ["No fault found, but not everything could be read", "warn"],
  };

/** Whether a message from the number will arrive. */
export const SENDING_WORDS: Readonly<Record<SendingVerdict, readonly [word: string, tone: Tone]>> = {
  ready: ["Ready to send", "good"],
  limited: ["Sends, within limits", "warn"],
  blocked: ["Cannot send", "bad"],
  unknown: ["Whether it can send is not known", "plain"],
};

/** What decided whether a message will arrive; `undefined`: nothing is in its way. */
export function decidingCheck({ checks, sending }: AccessDiagnosis): AccessCheck | undefined {
  return sending.verdict === "ready" ? undefined : checks.find(({ id }) => id === sending.checks[0]);
}

/** How many checks a diagnosis has in all. */
export const CHECK_COUNT = CheckId.options.length;

/** What was read, label and value. */
export function observedRows(observed: Observed): readonly (readonly [label: string, value: string])[] {
  return Object.entries(observed).map(([label, value]) => [label, text(value)]);
}

function text(value: Observed[string]): string {
  if (value === null) return "not told";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
