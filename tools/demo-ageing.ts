import { z } from "zod";
import { firestoreDatabase } from "../functions/src/config.ts";
import { database } from "../functions/src/firestore/database.ts";
import { ledgersIn } from "../functions/src/firestore/paths.ts";
import { Timestamp } from "./product-packages.ts";

const HOUR_MS = 3_600_000;

const Passed = z.object({ passedHours: z.number(), resets: z.number() });
type Passed = z.infer<typeof Passed>;

/**
 * Has the ledgers grow older with what the simulator keeps, so that attempts come back here when time is let pass there. Call it now
 * and then: it does something only when more time has passed than the last time.
 */
export function ageing(simulatorUrl: string): () => Promise<void> {
  let seen: Passed = { passedHours: 0, resets: 0 };
  return async () => {
    const answer = await fetch(`${simulatorUrl}/_simulator/passing-time`);
    const passed = Passed.parse(await answer.json());
    const hours = hoursSince(seen, passed);
    if (hours > 0) await makeOlder(hours * HOUR_MS);
    // Only now: what could not be written is tried again with the next call.
    seen = passed;
  };
}

/** How many hours have passed since; after a reset they are counted from none again. */
export function hoursSince(seen: Passed, { passedHours, resets }: Passed): number {
  return resets === seen.resets ? passedHours - seen.passedHours : passedHours;
}

/** All ledgers or none, and none over a reservation that was made meanwhile. */
async function makeOlder(ms: number): Promise<void> {
  const db = database(firestoreDatabase());
  await db.runTransaction(async (transaction) => {
    const ledgers = await transaction.get(ledgersIn(db));
    for (const ledger of ledgers.docs) {
      const [register, deregister] = ["register", "deregister"].map((operation) => older(ledger.get(operation), ms));
      transaction.update(ledger.ref, { register, deregister, nextLookAt: Timestamp.fromMillis(0) });
    }
  });
}

/** Every time in a value, that much earlier. */
function older(value: unknown, ms: number): unknown {
  if (value instanceof Timestamp) return Timestamp.fromMillis(value.toMillis() - ms);
  if (Array.isArray(value)) return value.map((item) => older(item, ms));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, older(inner, ms)]));
}
