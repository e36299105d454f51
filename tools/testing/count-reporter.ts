import path from "node:path";
import type { TestEvent } from "node:test/reporters";

/** What one run of `node --test` came to. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Test files that ran and held no test, which the runner itself counts as passed. */
  empty: string[];
}

/**
 * A reporter for `node --test` whose whole output is the counts as JSON. A skipped, cancelled or to-do test has not
 * passed, so it counts as failed; so does a file without a test.
 */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const empty: string[] = [];
  for await (const { type, data } of events) {
    if (type === "test:pass" && data.nesting === 0 && path.resolve(data.name) === data.file) empty.push(data.name);
    if (type !== "test:summary" || data.file !== undefined) continue;
    const passed = data.counts.passed - empty.length;
    yield JSON.stringify({ passed, failed: data.counts.tests - passed, empty } satisfies TestCounts);
  }
}
