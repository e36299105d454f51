import { AlarmQueue } from "./alarm-queue.ts";

/** Time that passes only when everybody waits: a month takes a moment, and every run of a seed is the same. Times in ms. */
export interface VirtualTime {
  readonly now: () => number;
  /** Does something at a time, or at once when that has passed; the answer calls it off. */
  at(time: number, action: () => void): () => void;
  /** Lets time pass until `end`. */
  runUntil(end: number): Promise<void>;
}

export function virtualTime(startsAt: number): VirtualTime {
  const queue = new AlarmQueue();
  let present = startsAt;
  return {
    now: () => present,
    at: (time, action) => queue.add(Math.max(time, present), action),
    runUntil: (end) =>
      new Promise((resolve, reject) => {
        const pass = (): void => {
          try {
            const due = queue.next(end);
            if (due === null) {
              present = end;
              resolve();
              return;
            }
            present = due.time;
            due.action();
            // By the next turn of the event loop all promises that this could settle have been followed.
            setImmediate(pass);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        setImmediate(pass);
      }),
  };
}
