import type { TestMessageEnd, TestMessageRequest, TestMessages } from "../app/ports.ts";
import { firestoreTestMessages } from "../firestore/test-messages.ts";
import type { MemoryStore } from "./memory-store.ts";

/** The product's own store of test messages, and what it was given to write down. */
export interface RecordedMessages extends TestMessages {
  readonly records: { readonly request: TestMessageRequest; readonly end: TestMessageEnd }[];
}

export function recordedMessages({ db }: MemoryStore): RecordedMessages {
  const messages = firestoreTestMessages(db);
  const records: RecordedMessages["records"] = [];
  return {
    ...messages,
    records,
    record: async (request, end) => {
      records.push({ request, end });
      await messages.record(request, end);
    },
  };
}
