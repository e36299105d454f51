import path from "node:path";
import { Readable } from "node:stream";
import { spec, type TestEvent } from "node:test/reporters";

type Printed = Extract<TestEvent, { type: "test:stdout" | "test:stderr" }>;

/** The reporter `spec`, without what the tests of a file print, unless one of them fails. */
export default async function* quietReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const text of Readable.from(withoutOutputOfPassed(events)).pipe(new spec())) yield String(text);
}

/** Holds back what a file prints until the runner has summed it up; a file that is ended before that has not passed. */
export async function* withoutOutputOfPassed(events: AsyncIterable<TestEvent>): AsyncGenerator<TestEvent> {
  const held = new Map<string, Printed[]>();
  for await (const event of events) {
    if (event.type === "test:stdout" || event.type === "test:stderr") {
      const file = path.resolve(event.data.file);
      held.set(file, [...(held.get(file) ?? []), event]);
      continue;
    }
    if (event.type === "test:summary" && event.data.file === undefined) {
      for (const printed of held.values()) yield* printed;
    } else if (event.type === "test:summary" && event.data.file !== undefined) {
      const printed = held.get(path.resolve(event.data.file)) ?? [];
      held.delete(path.resolve(event.data.file));
      if (!event.data.success) yield* printed;
    }
    yield event;
  }
}
