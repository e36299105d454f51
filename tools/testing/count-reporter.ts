import path from "node:path";
import type { TestEvent } from "node:test/reporters";

/** What one run of `node --test` came to. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Test files that ran and held no test, which the runner itself counts as passed. */
  empty: string[];
  /** What file-limit.mjs said of each test file that had to be ended. */
  late: string[];
}

/**
 * A reporter for `node --test` whose whole output is the counts as JSON. A skipped, cancelled or to-do test has not
 * passed, so it counts as failed; so does a file without a test.
 */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const empty: string[] = [];
  const late: string[] = [];
  for await (const { type, data } of events) {
    if (type === "test:stderr" && / did not end within \d/u.test(data.message)) late.push(data.message.trim());
    if (type === "test:pass" && data.nesting === 0 && path.resolve(data.name) === data.file) empty.push(data.name);
    if (type !== "test:summary" || data.file !== undefined) continue;
    const passed = data.counts.passed - empty.length;
    yield JSON.stringify({ passed, failed: data.counts.tests - passed, empty, late } satisfies TestCounts);
  }
}
