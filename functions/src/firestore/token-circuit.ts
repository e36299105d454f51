import { createHash } from "node:crypto";
import { FieldValue, Timestamp, type Firestore } from "firebase-admin/firestore";
import type { TokenCircuit } from "../app/ports.ts";
import { tokenCircuitRef } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 3000;
/**
 * How long Meta's word that a token is invalid is believed without hearing it again. Meta may take a token back into favour
 * (a checkpoint is passed), and where no read works only an attempt can show it.
 */
const BELIEVED_MS = 3_600_000;

/**
 * A name for a token that tells nothing of it: sixty-four bits of a hash of a secret far too long to guess.
 * A new token has a new name, which is how it closes the circuit.
 */
export function fingerprint(token: string): string {
  return createHash("sha256").update("token circuit\0").update(token).digest("hex").slice(0, 16);
}

const soon = <Value>(promise: Promise<Value>): Promise<Value> => within(Date.now() + PATIENCE_MS, promise);

/** The circuit breaker of one token: open for an hour after Meta last called it invalid, by Firestore's time. */
export function firestoreTokenCircuit(db: Firestore, token: string): TokenCircuit {
  const ref = tokenCircuitRef(db, fingerprint(token));
  return {
    isOpen: async () => {
      const snapshot = await soon(ref.get());
      const openedAt: unknown = snapshot.get("openedAt");
      return openedAt instanceof Timestamp && snapshot.readTime.toMillis() - openedAt.toMillis() < BELIEVED_MS;
    },
    open: async () => {
      await soon(ref.set({ openedAt: FieldValue.serverTimestamp() }));
    },
    close: async () => {
      await soon(ref.delete());
    },
  };
}
