import type { Firestore } from "firebase-admin/firestore";
import { inTurns } from "../app/in-turns.ts";
import type { MessageTrail } from "../app/webhook-ports.ts";
import { TEST_MESSAGE_MARK, testMessageDocumentId } from "../domain/delivery.ts";
import type { MessageStatus } from "../domain/webhook-change.ts";
import { applyMessageStatus } from "./apply-message-status.ts";
import { testMessageRef } from "./paths.ts";
import { within } from "./within.ts";

const MESSAGES_AT_ONCE = 10;
const LOOKED_UP_AT_ONCE = 300;
const PATIENCE_MS = 8000;

/**
 * The way of test messages in Firestore. Statuses that bear our mark are ours; of the others, which a business's own messages
 * cause by the thousand, one look tells which are about a test message all the same.
 */
export function followStatuses(db: Firestore): MessageTrail {
  return {
    follow: async (statuses) => {
      const marked = statuses.filter(({ mark }) => mark === TEST_MESSAGE_MARK);
      const known = await knownAmong(
        db,
        statuses.filter(({ mark }) => mark !== TEST_MESSAGE_MARK),
      );
      const byMessage = Map.groupBy([...marked, ...known], ({ messageId }) => messageId);
      await inTurns(MESSAGES_AT_ONCE, [...byMessage.values()], async (ofOne) => {
        for (const status of ofOne) await applyMessageStatus(db, status);
      });
    },
  };
}

async function knownAmong(db: Firestore, statuses: readonly MessageStatus[]): Promise<MessageStatus[]> {
  const known: MessageStatus[] = [];
  for (let from = 0; from < statuses.length; from += LOOKED_UP_AT_ONCE) {
    const part = statuses.slice(from, from + LOOKED_UP_AT_ONCE);
    const refs = part.map(({ phoneNumberId, messageId }) =>
      testMessageRef(db, phoneNumberId, testMessageDocumentId(messageId)),
    );
    const snapshots = await within(Date.now() + PATIENCE_MS, db.getAll(...refs, { fieldMask: ["status"] }));
    const paths = new Set(snapshots.filter(({ exists }) => exists).map(({ ref }) => ref.path));
    known.push(...part.filter((_, index) => paths.has(refs[index]?.path ?? "")));
  }
  return known;
}
