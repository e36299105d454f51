import type { LeaseEnd, LeaseRequest, Leases } from "../app/ports.ts";
import { firestoreLeases } from "../firestore/leases.ts";
import type { MemoryStore } from "./memory-store.ts";

/** One call's end, as it was written down. */
interface LeaseRecord {
  readonly request: LeaseRequest;
  readonly end: LeaseEnd;
}

export interface RecordedLeases {
  readonly leases: Leases;
  readonly ends: readonly LeaseRecord[];
  /** Asked once before each call; what it throws the call throws. */
  fault: ((step: "take" | "end") => void) | null;
}

/** The leases over the store in memory; what they are told is kept. */
export function recordedLeases({ db }: MemoryStore): RecordedLeases {
  const leases = firestoreLeases(db);
  const ends: LeaseRecord[] = [];
  const recorded: RecordedLeases = {
    ends,
    fault: null,
    leases: {
      take: async (request) => {
        recorded.fault?.("take");
        return leases.take(request);
      },
      end: async (request, end) => {
        recorded.fault?.("end");
        const now = await leases.end(request, end);
        ends.push({ request, end });
        return now;
      },
    },
  };
  return recorded;
}
