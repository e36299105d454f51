import type { MetaView } from "../contract/phone-number.ts";
import { isConnected } from "../domain/phone-number.ts";
import { lookUntil } from "./look-until.ts";
import type { Clock, Graph, Journal } from "./ports.ts";

/**
 * Reads the number until it shows as connected, or as whatever else is hoped for. Answers the last reading, or `null` when none
 * succeeded: reading is proof, never a condition.
 */
export async function readBack(
  ports: { graph: Pick<Graph, "readNumber">; clock: Clock; journal: Journal },
  phoneNumberId: string,
  isThere: (view: MetaView) => boolean = isConnected,
): Promise<MetaView | null> {
  let seen: MetaView | null = null;
  await lookUntil(ports.clock, async (deadlineMs) => {
    const read = await ports.graph.readNumber(phoneNumberId, deadlineMs);
    if (read.ok) seen = read.value;
    else ports.journal.readFailed({ phoneNumberId, read: "number", failure: read.failure });
    return read.ok && isThere(read.value) ? read.value : null;
  });
  return seen;
}
