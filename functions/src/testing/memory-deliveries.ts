import { setImmediate as turn } from "node:timers/promises";
import type { Deliveries, MessageTrail } from "../app/webhook-ports.ts";
import type { PhoneNumberDocument } from "../contract/phone-number.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf } from "../domain/lifecycle/transition.ts";
import type { MessageStatus } from "../domain/webhook/webhook-change.ts";
import { claimsMore, claimsSometime, toldView } from "../domain/webhook/webhook-view.ts";

/** Everything that deliveries have left behind, and how often it was asked for. */
export interface MemoryDeliveries {
  readonly deliveries: Deliveries;
  readonly trail: MessageTrail;
  readonly numbers: Map<string, PhoneNumberDocument>;
  /** By number and event id. */
  readonly events: Map<string, string>;
  readonly lastEventAt: Map<string, string>;
  /** Ids of the messages that are ours. */
  readonly testMessages: Set<string>;
  readonly statuses: MessageStatus[];
  /** Numbers that are to be read soon. */
  readonly due: Set<string>;
  readonly count: { reads: number; writes: number };
  /** Set: the next so many stores fail. */
  broken: { stores: number };
}

/** Deliveries in memory, by the domain's own rules. Each store yields first, so that deliveries overlap as they do in Firestore. */
export function memoryDeliveries(
  documents: Readonly<Record<string, PhoneNumberDocument>>,
  configuredWabaId: string,
): MemoryDeliveries {
  const numbers = new Map(Object.entries(documents));
  const memory = {
    numbers,
    events: new Map<string, string>(),
    lastEventAt: new Map<string, string>(),
    testMessages: new Set<string>(),
    statuses: [] as MessageStatus[],
    due: new Set<string>(),
    count: { reads: 0, writes: 0 },
    broken: { stores: 0 },
  };
  const deliveries: Deliveries = {
    find: async ({ ids, digits, wabaIds, statuses }) => {
      memory.count.reads += 1;
      const wanted = ([id, document]: readonly [string, PhoneNumberDocument]): boolean =>
        ids.includes(id) ||
        digits.includes(document.digits ?? "") ||
        wabaIds.includes(document.wabaId ?? configuredWabaId);
      const found = [...numbers].filter((entry) => wanted(entry));
      return {
        numbers: found.map(([phoneNumberId, facts]) => ({ phoneNumberId, facts })),
        lastEventAt: new Map(memory.lastEventAt),
        testMessages: new Set(statuses.map(({ messageId }) => messageId).filter((id) => memory.testMessages.has(id))),
      };
    },
    store: async (phoneNumberId, told) => {
      await turn();
      if (memory.broken.stores > 0) {
        memory.broken.stores -= 1;
        throw new Error("The store cannot be reached.");
      }
      memory.count.writes += 1;
      const before = numbers.get(phoneNumberId);
      if (before === undefined) return null;
      for (const { eventId, json } of told) if (json !== null) memory.events.set(`${phoneNumberId}/${eventId}`, json);
      const webhook = toldView(before, told, Date.now());
      const wabaId = before.wabaId ?? told.find(({ namesNumber }) => namesNumber)?.wabaId;
      if (claimsMore(before.webhook, webhook) || claimsSometime(told)) memory.due.add(phoneNumberId);
      const ledgerUnreadable = false;
      if (webhook === before.webhook && (wabaId ?? null) === (before.wabaId ?? null))
        return { transition: null, ledgerUnreadable };
      const after = changedDocument(before, { webhook, ...(wabaId === undefined ? {} : { wabaId }) }, 0);
      numbers.set(phoneNumberId, after);
      return { transition: transitionOf(before, after), ledgerUnreadable };
    },
    touch: async (wabaId, lastEventAt) => {
      memory.count.writes += 1;
      const known = memory.lastEventAt.get(wabaId) ?? "";
      memory.lastEventAt.set(wabaId, known > lastEventAt ? known : lastEventAt);
    },
  };
  const trail: MessageTrail = {
    follow: async (status) => {
      memory.count.writes += 1;
      memory.statuses.push(status);
    },
  };
  return { deliveries, trail, ...memory };
}
