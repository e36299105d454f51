import type { LeaseEnd, LeaseRequest, Leases } from "../app/ports.ts";
import { endLease, NO_WAITS, takeLease, type CallWaits } from "../domain/attempt/call-lease.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { MemoryStore } from "./memory-attempts.ts";

/** One call's end, as it was written down. */
export interface LeaseRecord {
  readonly request: LeaseRequest;
  readonly end: LeaseEnd;
}

export interface MemoryLeases {
  readonly leases: Leases;
  readonly waits: Map<string, CallWaits>;
  readonly ends: readonly LeaseRecord[];
  /** Asked once before each call; what it throws the call throws. */
  fault: ((step: "take" | "end") => void) | null;
}

/** The leases in memory: the domain's own rules on the ledgers that registering uses too. `now`: the store's time in ms. */
export function memoryLeases(store: MemoryStore, now: () => number): MemoryLeases {
  const waits = new Map<string, CallWaits>();
  const ends: LeaseRecord[] = [];
  const memory: MemoryLeases = {
    waits,
    ends,
    fault: null,
    leases: {
      take: async (request) => {
        memory.fault?.("take");
        const known = store.number(request.phoneNumberId);
        const at = now();
        const lease = takeLease(known.ledger, waits.get(request.phoneNumberId) ?? NO_WAITS, { ...request, now: at });
        if (!lease.granted) return { granted: false, refusal: lease.refusal, now: at };
        known.ledger = lease.ledger;
        return { granted: true, now: at };
      },
      end: async (request, end) => {
        memory.fault?.("end");
        const known = store.number(request.phoneNumberId);
        const before = waits.get(request.phoneNumberId) ?? NO_WAITS;
        const ended = endLease(known.ledger, before, { ...request, now: now(), waitMs: end.waitMs });
        known.ledger = ended.ledger;
        waits.set(request.phoneNumberId, ended.waits);
        if (end.view !== null) known.document = changedDocument(known.document, { view: end.view }, now());
        ends.push({ request, end });
        return now();
      },
    },
  };
  return memory;
}
