import { Timestamp, type DocumentData } from "firebase-admin/firestore";
import * as z from "zod";
import { LEASED_OPERATIONS } from "../contract/calls.ts";
import { NO_WAITS, type CallWaits } from "../domain/attempt/call-lease.ts";
import type { StandingDocument } from "./standing-document.ts";

const time = z.instanceof(Timestamp).transform((stamp) => stamp.toMillis());
const wait = time.nullable().catch(null).default(null);

const ByOperation = z
  .object(Object.fromEntries(LEASED_OPERATIONS.map((operation) => [operation, wait])))
  .transform((waits) => waits as CallWaits);

const Waits = z.object({
  waits: ByOperation.catch(NO_WAITS).default(NO_WAITS),
});

/** The waits that Meta named, from `whatsappLedgers/{phoneNumberId}`. What cannot be read forbids nothing. */
export function readWaits(snapshot: StandingDocument): CallWaits {
  return Waits.parse(snapshot.data() ?? {}).waits;
}

/** The waits as they are stored beside the ledger, which leaves them alone. */
export function waitsDocument(waits: CallWaits): DocumentData {
  const stamps = Object.entries(waits).map(([call, until]) => [
    call,
    until === null ? null : Timestamp.fromMillis(until),
  ]);
  return { waits: Object.fromEntries(stamps) as Record<string, Timestamp | null> };
}
