import type { Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { Memory, ReconcilerMemory } from "../app/reconcile-ports.ts";
import { TokenView } from "../contract/phone-number.ts";
import { reconcilerMemoryRef } from "./paths.ts";
import { fingerprint } from "./token-circuit.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 5000;

const MemoryDocument = z.object({
  token: TokenView.nullable().catch(null),
  choresAt: z.number().nullable().catch(null),
  pausedUntil: z.number().nullable().catch(null),
});

const NOTHING: Memory = { token: null, choresAt: null, pausedUntil: null };

/** The reconciler's memory, one document per token: a new token is met without prejudice. */
export function firestoreReconcilerMemory(db: Firestore, token: string): ReconcilerMemory {
  const ref = reconcilerMemoryRef(db, fingerprint(token));
  return {
    recall: async () => {
      const snapshot = await within(Date.now() + PATIENCE_MS, ref.get());
      return snapshot.exists ? MemoryDocument.parse(snapshot.data()) : NOTHING;
    },
    remember: async (memory) => {
      await within(Date.now() + PATIENCE_MS, ref.set({ ...memory }));
    },
  };
}
