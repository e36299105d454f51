import { READ_BACK_MS as WHOLE_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { isConnected } from "../domain/phone-number.ts";
import type { Clock, Graph, Journal } from "./ports.ts";

const PAUSES_MS = [0, 1000, 2000];
const ONE_READ_MS = 3000;

/**
 * Reads the number until it shows as connected, or as whatever else is hoped for, three times at most and seven seconds in all.
 * Answers the last reading, or `null` when none succeeded: reading is proof, never a condition.
 */
export async function readBack(
  ports: { graph: Pick<Graph, "readNumber">; clock: Clock; journal: Journal },
  phoneNumberId: string,
  isThere: (view: MetaView) => boolean = isConnected,
): Promise<MetaView | null> {
  const elapsed = ports.clock.stopwatch();
  let seen: MetaView | null = null;
  for (const pause of PAUSES_MS) {
    if (elapsed() + pause >= WHOLE_MS) break;
    await ports.clock.sleep(pause);
    const left = Math.max(1, WHOLE_MS - elapsed());
    const read = await ports.graph.readNumber(phoneNumberId, Math.min(left, ONE_READ_MS));
    if (read.ok) seen = read.value;
    else ports.journal.readFailed({ phoneNumberId, read: "number", failure: read.failure });
    if (seen !== null && isThere(seen)) break;
  }
  return seen;
}
