import { FieldPath, type DocumentReference, type DocumentSnapshot, type Firestore } from "firebase-admin/firestore";
import type { SealedToken, SealedTokens } from "../app/customer-ports.ts";
import { collectionsWithTokens } from "./paths.ts";
import { within } from "./within.ts";

const PATIENCE_MS = 20_000;
const PAGE = 200;
/** gRPC's NOT_FOUND and FAILED_PRECONDITION. */
const CHANGED: ReadonlySet<unknown> = new Set([5, 9]);

const soon = <Value>(promise: Promise<Value>): Promise<Value> => within(Date.now() + PATIENCE_MS, promise);

/** The sealed tokens in Firestore: those of accounts, and those of sign-ups that have not come to their end. */
export function firestoreSealedTokens(db: Firestore): SealedTokens {
  return {
    async *pages() {
      for (const collection of collectionsWithTokens(db)) {
        const inOrder = collection.orderBy(FieldPath.documentId()).select("sealed");
        let page = await soon(inOrder.limit(PAGE).get());
        while (page.docs.length > 0) {
          yield page.docs.flatMap((found) => tokenIn(db, found) ?? []);
          page = await soon(inOrder.startAfter(page.docs.at(-1)?.id).limit(PAGE).get());
        }
      }
    },
  };
}

function tokenIn(db: Firestore, found: DocumentSnapshot): SealedToken | null {
  const sealed: unknown = found.get("sealed");
  const { ref, updateTime } = found;
  if (typeof sealed !== "string" || updateTime === undefined) return null;
  return {
    place: ref.path,
    sealed,
    replaceWith: async (other) => {
      const batch = db.batch();
      batch.update(ref, { sealed: other }, { lastUpdateTime: updateTime });
      try {
        await soon(batch.commit());
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && CHANGED.has(error.code)) return false;
        throw error;
      }
    },
    readAgain: () => readAt(db, ref),
  };
}

async function readAt(db: Firestore, ref: DocumentReference): Promise<SealedToken | null> {
  return tokenIn(db, await soon(ref.get()));
}
