import type { TestEvent } from "node:test/reporters";
import { setTimeout as pause } from "node:timers/promises";
import { heldOutput, isFile } from "./held-output.ts";

/** What one run of `node --test` came to. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Test files that ran and held no test, which the runner itself counts as passed. */
  empty: string[];
  /** What is to be said of each test file that had to be ended. */
  late: string[];
}

/** Until what was reported last has been written. Milliseconds. */
const WRITING_MS = 500;

/**
 * A reporter for `node --test` whose last line is the counts as JSON. A skipped, cancelled or to-do test has not passed, so it counts as failed; so
 * does a file without a test. Where the runner waits for a file without end, the reporter ends the run.
 */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const empty: string[] = [];
  const late: string[] = [];
  const { see, held } = heldOutput(Number(process.env["TEST_FILE_LIMIT_MS"]));
  const coming = events[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([coming.next(), held]);
    if (typeof next === "string") {
      yield line({ passed: 0, failed: 1, empty, late: [...late, next] });
      await pause(WRITING_MS);
      process.kill(process.pid, "SIGINT");
      return;
    }
    if (next.done === true) return;
    const { type, data } = next.value;
    see(next.value);
    if (type === "test:stderr" && / did not end within \d/u.test(data.message)) late.push(data.message.trim());
    if (type === "test:pass" && isFile(data)) empty.push(data.name);
    if (type !== "test:summary" || data.file !== undefined) continue;
    const passed = data.counts.passed - empty.length;
    yield line({ passed, failed: data.counts.tests - passed, empty, late });
  }
}

const line = (counts: TestCounts): string => `${JSON.stringify(counts)}\n`;
