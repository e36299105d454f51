import { Timestamp, type DocumentData, type Firestore } from "firebase-admin/firestore";
import type { TestMessageEnd, TestMessageRequest, TestMessages } from "../app/ports.ts";
import type { TestMessageDocument } from "../contract/test-message.ts";
import { maskedRecipient } from "../domain/test-message.ts";
import { EARLY_KEPT_MS, readProgress } from "./apply-message-status.ts";
import { auditDocument } from "./audit-document.ts";
import { messageDocumentId } from "./message-document-id.ts";
import { attemptRef, earlyStatusRef, testMessageRef } from "./paths.ts";
import { revise } from "./revise.ts";

const RECORD_WITHIN_MS = 8000;
const KEPT_MS = 90 * 86_400_000;

/** The test messages in Firestore: one document per message that Meta took, and one audit document per request. */
export function firestoreTestMessages(db: Firestore): TestMessages {
  return {
    documentIdOf: messageDocumentId,

    record: (request, end) => {
      const { phoneNumberId, attemptId } = request;
      const documentId = end.messageId === null ? attemptId : messageDocumentId(end.messageId);
      const message = testMessageRef(db, phoneNumberId, documentId);
      const waiting = earlyStatusRef(db, phoneNumberId, documentId);
      return revise<undefined>(db, [message, waiting], RECORD_WITHIN_MS, ([known, early], now) => ({
        answer: undefined,
        // Both documents are written, so that a status which comes at this very moment meets one of them.
        documents:
          end.messageId === null
            ? []
            : [
                known?.exists === true ? undefined : documentOf(request, readProgress(early), now),
                { expireAt: Timestamp.fromMillis(now + EARLY_KEPT_MS) },
              ],
        also: (batch) => {
          batch.set(attemptRef(db, phoneNumberId, attemptId), audit(request, end, now));
        },
      }));
    },
  };
}

/** The message's document, as far as a status has brought it that was faster. */
function documentOf(request: TestMessageRequest, early: ReturnType<typeof readProgress>, now: number): DocumentData {
  const at = new Date(now).toISOString();
  const { to, template, language, by } = request;
  return {
    to: maskedRecipient(to),
    template,
    language,
    by,
    at,
    ...(early ?? { status: "sent", updatedAt: at, failure: null }),
    expireAt: Timestamp.fromMillis(now + KEPT_MS),
  } satisfies TestMessageDocument;
}

function audit({ by }: TestMessageRequest, { status, message, graphError }: TestMessageEnd, now: number): DocumentData {
  const at = new Date(now).toISOString();
  const request = {
    operation: "send_message",
    by,
    reservedAt: at,
    forced: false,
    dataLocalizationRegion: null,
  } as const;
  return auditDocument({ ...request, status, message, graphError, settledAt: at, before: null }, now);
}
