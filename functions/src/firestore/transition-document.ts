import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import type { SeenBy } from "../app/webhook-ports.ts";
import type { TransitionDocument } from "../contract/transition.ts";
import type { Transition } from "../domain/lifecycle/transition.ts";

const KEPT_MS = 400 * 86_400_000;

/** A change of a number as it is written down. */
export function transitionDocument({ changed, from, to }: Transition, seenBy: SeenBy, now: number): DocumentData {
  return {
    at: new Date(now).toISOString(),
    seenBy,
    changed: [...changed],
    from,
    to,
    expireAt: Timestamp.fromMillis(now + KEPT_MS),
  } satisfies TransitionDocument;
}
