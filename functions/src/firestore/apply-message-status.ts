import { Timestamp, type DocumentSnapshot, type Firestore } from "firebase-admin/firestore";
import { DeliveryStatus, TestMessageDocument } from "../contract/test-message.ts";
import { deliveryFailure } from "../domain/outcome/test-message.ts";
import { isAhead, TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import type { MessageStatus } from "../domain/webhook/webhook-change.ts";
import { messageDocumentId } from "./message-document-id.ts";
import { earlyStatusRef, testMessageRef } from "./paths.ts";
import { revise } from "./revise.ts";

const APPLY_WITHIN_MS = 8000;
/** How long a status waits: a message is written down within seconds of its sending, or never. */
export const EARLY_KEPT_MS = 86_400_000;

/** The part of a test message's document that webhooks change. */
const Progress = TestMessageDocument.pick({ status: true, updatedAt: true, failure: true });
type Progress = ReturnType<typeof Progress.parse>;

/** How far a stored message has come; `null`: there is none. */
export function readProgress(snapshot: DocumentSnapshot | undefined): Progress | null {
  const parsed = Progress.strip().safeParse(snapshot?.data());
  return parsed.success ? parsed.data : null;
}

/**
 * Takes in how far a message has come: sent, delivered, read, and failed, which is the end. Duplicates and late statuses change
 * nothing, so any order ends in the same state. A marked status that comes before its message is written down waits for it.
 * Statuses of messages that are none of ours are `not_ours`; words that are not known are `unchanged`. @throws Firestore's errors.
 */
export async function applyMessageStatus(
  db: Firestore,
  told: MessageStatus,
): Promise<"applied" | "unchanged" | "not_ours"> {
  const word = DeliveryStatus.safeParse(told.status);
  if (!word.success) return "unchanged";
  const documentId = messageDocumentId(told.messageId);
  const refs = [testMessageRef(db, told.phoneNumberId, documentId), earlyStatusRef(db, told.phoneNumberId, documentId)];
  const failure = word.data === "failed" ? deliveryFailure(told.error) : null;
  return revise(db, refs, APPLY_WITHIN_MS, ([message, early], now) => {
    const next: Progress = { status: word.data, updatedAt: new Date(Math.min(told.at, now)).toISOString(), failure };
    const isKnown = message?.exists === true;
    if (!isKnown && told.mark !== TEST_MESSAGE_MARK) return { answer: "not_ours" };
    const current = readProgress(isKnown ? message : early);
    if (current !== null && !isAhead(next.status, current.status)) return { answer: "unchanged" };
    if (isKnown) return { answer: "applied", documents: [next] };
    return {
      answer: "applied",
      documents: [undefined, { ...next, expireAt: Timestamp.fromMillis(now + EARLY_KEPT_MS) }],
    };
  });
}
