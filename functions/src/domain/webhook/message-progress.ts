import type { TestMessageDocument } from "../../contract/test-message.ts";
import { nonDelivery } from "../outcome/test-message.ts";
import { isAhead, isStage, TEST_MESSAGE_MARK } from "../test-message.ts";
import type { MessageStatus } from "./webhook-change.ts";

/** The part of a test message's document that webhooks change. */
export type MessageProgress = Pick<TestMessageDocument, "status" | "updatedAt" | "failure">;

/** What is stored of the message that a status names. */
export interface KnownMessage {
  /** Whether the message itself is written down, and not only a status that came before it. */
  readonly isRecorded: boolean;
  /** How far it has come; `null`: nothing is stored. */
  readonly progress: MessageProgress | null;
}

export type ProgressChange =
  | { readonly answer: "applied"; readonly progress: MessageProgress }
  | { readonly answer: "unchanged" | "not_ours" };

/**
 * How far a status brings a message: sent, delivered, read, and failed, which is the end. Duplicates and late statuses change
 * nothing, so any order ends in the same state. A status that bears our mark is taken before its message is written down. A message
 * that is neither recorded nor marked is `not_ours`; words that are not known are `unchanged`. `now` in ms since the epoch.
 */
export function messageProgress(told: MessageStatus, known: KnownMessage, now: number): ProgressChange {
  const { status } = told;
  if (!isStage(status)) return { answer: "unchanged" };
  if (!known.isRecorded && told.mark !== TEST_MESSAGE_MARK) return { answer: "not_ours" };
  if (known.progress !== null && !isAhead(status, known.progress.status)) return { answer: "unchanged" };
  const at = Math.min(told.at, now);
  const failure = status === "failed" ? nonDelivery(told.error, at) : null;
  return { answer: "applied", progress: { status, updatedAt: new Date(at).toISOString(), failure } };
}
