import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { Actor, GraphError, Resolution } from "../../../functions/src/contract/failure.ts";
import type { MissingPermission } from "../../../functions/src/contract/missing-permission.ts";
import type { MessagingBlock } from "../../../functions/src/contract/send-test-message.ts";
import { HEADLINES, type FailureWord } from "./calls.ts";
import { evidenceRows, type EvidenceRow } from "./evidence.ts";
import { turnOf, type StatusWord } from "./next-step.ts";
import { moment } from "./time.ts";
import type { Tone } from "./tone.ts";

/** The side that can change it. */
export const ACTORS: Readonly<Record<Actor, string>> = {
  operator: "The operator of this deployment has to act.",
  customer: "The business that owns the number has to act.",
  meta: "Nobody can speed this up: it is with Meta.",
};

/** The side that has to act, where anybody has: what ends by itself is nobody's, and what stands on this page can be done on it. */
export function actorSentence(word: StatusWord, actor: Actor): string {
  const { turn, step } = turnOf(word);
  if (turn === "wait") return actor === "meta" ? ACTORS.meta : "Nobody has to act: it ends by itself.";
  if (actor === "customer" && step !== null && step.action !== "diagnose")
    return "The business that owns the number has to act. With its help it can be done here.";
  return ACTORS[actor];
}

/** What all failures have in common. */
export interface Failure {
  readonly status: FailureWord;
  readonly message: string;
  readonly resolution: readonly Resolution[];
  readonly actor: Actor;
  readonly retryable: boolean;
  readonly retryAt: string | null;
  readonly graphError: GraphError | null;
  readonly attempts?: AttemptBudget | null;
  readonly cause?: MissingPermission["cause"];
  readonly missing?: MissingPermission["missing"];
  readonly evidence?: MissingPermission["evidence"];
  readonly blocks?: readonly MessagingBlock[];
}

/** What came of a call: a headline, what happened, who must act, what to do. */
export interface ResultView {
  readonly tone: Tone;
  /** The status that it tells of; `null`: the call has no result. */
  readonly word: StatusWord | null;
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly actor: string | null;
  readonly steps: readonly Resolution[];
  /** Meta's own words, label and value; empty where Meta said nothing. */
  readonly metaWords: readonly (readonly [label: string, value: string])[];
  readonly evidence: readonly EvidenceRow[];
  /** What the call spent of Meta's budget, where that is known. */
  readonly spent: string | null;
}

/** What is said of a call that Meta does not count. */
export const SPENT_NONE = "This call spends no attempt.";

/** An answer that is a headline and sentences, and nothing else. */
export const said = (tone: Tone, headline: string, ...sentences: readonly string[]): ResultView => ({
  tone,
  word: null,
  headline,
  sentences,
  actor: null,
  steps: [],
  metaWords: [],
  evidence: [],
  spent: null,
});

/** A failed call, said to a person at `now`, ms since the epoch. */
export function failureView(failure: Failure, now: number): ResultView {
  const [headline, tone] = HEADLINES[failure.status];
  const missing = failure.missing ?? [];
  const sentences = [
    failure.message,
    missing.length === 0 ? null : `Missing: ${missing.join(", ")}.`,
    ...(failure.blocks ?? []).map(blockSentence),
    retrySentence(failure, now),
  ];
  return {
    tone,
    word: failure.status,
    headline,
    sentences: sentences.filter((sentence) => sentence !== null),
    actor: actorSentence(failure.status, failure.actor),
    steps: failure.resolution,
    metaWords: failure.graphError === null ? [] : metaWords(failure.graphError),
    evidence: failure.evidence === undefined ? [] : evidenceRows(failure.evidence),
    spent: null,
  };
}

const blockSentence = ({ entity, problems }: MessagingBlock): string =>
  `${entity}: ${problems.length === 0 ? "no reason given." : problems.join(" ")}`;

function retrySentence({ status, retryable, retryAt }: Failure, now: number): string | null {
  if (retryAt !== null && Date.parse(retryAt) > now) return `Try again after ${moment(retryAt, now)}, not before.`;
  if (retryable) return null;
  return status === "outcome_unknown"
    ? "Do not call again before it is known what became of this call."
    : "Calling again without a change will not help.";
}

/** An error of Meta's, label and value. */
export function metaWords(error: GraphError): ResultView["metaWords"] {
  const rows: readonly (readonly [string, string | number | null])[] = [
    ["message", error.message],
    ["code", error.code],
    ["subcode", error.subcode],
    ["type", error.type],
    ["details", error.details],
    ["title for users", error.userTitle],
    ["message for users", error.userMessage],
    ["HTTP status", error.httpStatus],
    ["trace id", error.fbtraceId],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, String(value)] as const]));
}
