import type { Ask } from "../../functions/src/testing/firestore/memory-firestore.ts";
import { StoreError } from "../../functions/src/testing/firestore/stored-documents.ts";
import type { Machine } from "./machine.ts";

/** What becomes of one request to the store. `late`: it is carried out long after its sender gave up. */
export type StoreTrouble =
  | {
      readonly kind:
        | "none"
        | "unavailable"
        | "aborted"
        | "lost_request"
        | "lost_answer"
        | "broken_answer"
        | "sent_again";
    }
  | { readonly kind: "late"; readonly ms: number };

/** How the way to the store behaves. Latencies in ms, one way. */
export interface StoreWeather {
  trouble(request: "read" | "commit"): StoreTrouble;
  latency(): number;
}

type Refusal = readonly [code: number, message: string];

/** gRPC's codes: ABORTED, UNAVAILABLE, FAILED_PRECONDITION. */
const REFUSED_BEFORE: Readonly<Partial<Record<StoreTrouble["kind"], Refusal>>> = {
  aborted: [10, "Too much contention on these documents."],
  unavailable: [14, "The service is currently unavailable."],
};
const REFUSED_AFTER: Readonly<Partial<Record<StoreTrouble["kind"], Refusal>>> = {
  broken_answer: [14, "Connection dropped."],
  sent_again: [9, "The document was changed meanwhile."],
};

/** Asks the store, over a way that may lose the request or its answer. What the SDK repeats by itself is `sent_again`: it finds its own first write. */
export function wayToStore(machine: Machine, weather: StoreWeather): Ask {
  const { time } = machine;
  return (request, carryOut) =>
    new Promise((resolve, reject) => {
      const trouble = weather.trouble(request);
      if (trouble.kind === "lost_request") return;
      const answer = (reply: () => void): void => void machine.at(time.now() + weather.latency(), reply);
      const arrive = (): void => {
        const before = REFUSED_BEFORE[trouble.kind];
        if (before !== undefined) {
          answer(() => reject(new StoreError(...before)));
          return;
        }
        try {
          const value = carryOut();
          const after = REFUSED_AFTER[trouble.kind];
          if (after !== undefined) answer(() => reject(new StoreError(...after)));
          else if (trouble.kind === "none") answer(() => resolve(value));
        } catch (error) {
          answer(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      time.at(time.now() + weather.latency() + (trouble.kind === "late" ? trouble.ms : 0), arrive);
    });
}
