import type { Firestore } from "firebase-admin/firestore";
import { inTurns } from "../app/in-turns.ts";
import type { MessageTrail } from "../app/webhook-ports.ts";
import { applyMessageStatus } from "./apply-message-status.ts";

const MESSAGES_AT_ONCE = 10;

/** The way of test messages in Firestore: those of one message after each other, so that they do not get in each other's way. */
export function followStatuses(db: Firestore): MessageTrail {
  return {
    follow: (statuses) => {
      const byMessage = Map.groupBy(statuses, ({ messageId }) => messageId);
      return inTurns(MESSAGES_AT_ONCE, [...byMessage.values()], async (ofOne) => {
        for (const status of ofOne) await applyMessageStatus(db, status);
      });
    },
  };
}
