import type { Firestore } from "firebase-admin/firestore";
import type { MessageTrail } from "../app/webhook-ports.ts";
import { applyMessageStatus } from "./apply-message-status.ts";
import { storable } from "./storable.ts";

/** The way of the test messages in Firestore. */
export function firestoreMessageTrail(db: Firestore): MessageTrail {
  return {
    follow: async (status) => {
      await storable(applyMessageStatus(db, status));
    },
  };
}
