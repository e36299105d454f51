import { clearTimeout, setTimeout } from "node:timers";

export const LATE = "Firestore did not answer in time.";

/**
 * The promise's value, or an error once `endsAt` (ms since the epoch) has passed: Firestore's own patience is longer than a caller's. A
 * plain timer: aborting one that `node:timers/promises` made costs more than all else about a request, as it makes an error each time.
 */
export function within<Value>(endsAt: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(LATE)), Math.max(0, endsAt - Date.now()));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
