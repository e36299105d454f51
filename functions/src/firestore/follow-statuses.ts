import type { Firestore } from "firebase-admin/firestore";
import { inTurns } from "../app/in-turns.ts";
import type { MessageTrail } from "../app/webhook-ports.ts";
import { TEST_MESSAGE_MARK } from "../domain/delivery.ts";
import { applyMessageStatus } from "./apply-message-status.ts";

const AT_ONCE = 10;

/**
 * The way of test messages in Firestore. Only statuses that bear our mark are looked up: those of a business's own messages come by
 * the thousand, and each would cost a read.
 */
export function followStatuses(db: Firestore): MessageTrail {
  return {
    follow: async (statuses) => {
      const ours = statuses.filter(({ mark }) => mark === TEST_MESSAGE_MARK);
      const byMessage = Map.groupBy(ours, ({ messageId }) => messageId);
      await inTurns(AT_ONCE, [...byMessage.values()], async (ofOne) => {
        for (const status of ofOne) await applyMessageStatus(db, status);
      });
    },
  };
}
