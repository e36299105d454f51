import { Timestamp, type Firestore } from "firebase-admin/firestore";
import { TestMessageDocument } from "../contract/test-message.ts";
import { messageProgress, type MessageProgress, type ProgressChange } from "../domain/webhook/message-progress.ts";
import type { MessageStatus } from "../domain/webhook/webhook-change.ts";
import { messageDocumentId } from "./message-document-id.ts";
import { earlyStatusRef, testMessageRef } from "./paths.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const APPLY_WITHIN_MS = 8000;
/** How long a status waits: a message is written down within seconds of its sending, or never. */
export const EARLY_KEPT_MS = 86_400_000;

const Progress = TestMessageDocument.pick({ status: true, updatedAt: true, failure: true });

/** How far a stored message has come; `null`: there is none. */
export function readProgress(snapshot: StandingDocument | undefined): MessageProgress | null {
  const parsed = Progress.strip().safeParse(snapshot?.data());
  return parsed.success ? parsed.data : null;
}

/**
 * Takes in how far a message has come. A status that comes before its message is written down waits for it in a document of its own.
 * @throws Firestore's errors.
 */
export async function applyMessageStatus(db: Firestore, told: MessageStatus): Promise<ProgressChange["answer"]> {
  const documentId = messageDocumentId(told.messageId);
  const refs = [testMessageRef(db, told.phoneNumberId, documentId), earlyStatusRef(db, told.phoneNumberId, documentId)];
  return revise(db, refs, APPLY_WITHIN_MS, ([message, early], now) => {
    const isRecorded = message?.exists === true;
    const known = { isRecorded, progress: readProgress(isRecorded ? message : early) };
    const change = messageProgress(told, known, now);
    if (change.answer !== "applied") return { answer: change.answer };
    const { answer, progress } = change;
    if (isRecorded) return { answer, documents: [progress] };
    return { answer, documents: [undefined, { ...progress, expireAt: Timestamp.fromMillis(now + EARLY_KEPT_MS) }] };
  });
}
