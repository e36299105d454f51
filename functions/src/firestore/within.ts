import { setTimeout as pause } from "node:timers/promises";

export const LATE = "Firestore did not answer in time.";

/** The promise's value, or an error once `endsAt` has passed: Firestore's own patience is longer than a caller's. */
export async function within<Value>(endsAt: number, promise: Promise<Value>): Promise<Value> {
  const timer = new AbortController();
  const late = pause(Math.max(0, endsAt - Date.now()), undefined, { signal: timer.signal }).then(() => {
    throw new Error(LATE);
  });
  late.catch(() => undefined);
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
