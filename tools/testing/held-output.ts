import path from "node:path";
import type { TestEvent } from "node:test/reporters";

/** After its limit a file has this long to be ended and reported. Milliseconds. */
const GRACE_MS = 10_000;

/**
 * Tells of a test file that the runner still waits for although file-limit.mjs has ended it, or it has ended itself: a process that it started
 * has inherited its output, and `node --test` waits until that is closed.
 *
 * @param limitMs of each file
 * @returns see: to be called with each event; held: resolves with a sentence once there is such a file
 */
export function heldOutput(limitMs: number): { see: (event: TestEvent) => void; held: Promise<string> } {
  const { promise, resolve } = Promise.withResolvers<string>();
  const running = new Map<string, NodeJS.Timeout>();
  return {
    held: promise,
    see: ({ type, data }) => {
      if ((type !== "test:dequeue" && type !== "test:complete") || !isFile(data)) return;
      clearTimeout(running.get(data.name));
      if (type === "test:complete") return;
      const sentence = `${data.name} is over, and a process that it started still holds its output: that must end with the file.`;
      running.set(data.name, setTimeout(() => resolve(sentence), limitMs + GRACE_MS).unref());
    },
  };
}

/** Whether an event is about a file as a whole. */
export function isFile(data: { readonly name: string; readonly nesting: number; readonly file?: string }): boolean {
  return data.nesting === 0 && data.file !== undefined && path.resolve(data.name) === data.file;
}
