import type { Firestore } from "firebase-admin/firestore";
import type { Records } from "../app/ports.ts";
import { budgetOf } from "../domain/attempt/attempt-window.ts";
import { lastEventAt } from "./last-event.ts";
import { readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { ledgerRef, phoneNumberRef, webhookStateRef } from "./paths.ts";
import { within } from "./within.ts";

/** A diagnosis waits no longer for Firestore than for Meta. */
const PATIENCE_MS = 8000;

const soon = <Value>(promise: Promise<Value>): Promise<Value> => within(Date.now() + PATIENCE_MS, promise);

/** What Firestore remembers of a number and its account. Reads only. `limit` is this deployment's budget in 72 hours. */
export function firestoreRecords(db: Firestore, limit: number): Records {
  return {
    registrationBudget: async (phoneNumberId) => {
      const snapshot = await soon(ledgerRef(db, phoneNumberId).get());
      return budgetOf(readLedger(snapshot).register, snapshot.readTime.toMillis(), limit);
    },
    lastWebhookEventAt: async (wabaId) => {
      const snapshot = await soon(webhookStateRef(db, wabaId).get());
      return lastEventAt(snapshot);
    },
    lastRegistration: async (phoneNumberId) => {
      const snapshot = await soon(phoneNumberRef(db, phoneNumberId).get());
      return readNumberDocument(snapshot).registration ?? null;
    },
  };
}
