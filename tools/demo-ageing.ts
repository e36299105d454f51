import { database } from "../functions/src/firestore/database.ts";
import { ledgersIn } from "../functions/src/firestore/paths.ts";
import { Timestamp } from "./product-packages.ts";

const HOUR_MS = 3_600_000;

/**
 * Has the ledgers grow older with what the simulator keeps, so that attempts come back here when time is let pass there. Call it now
 * and then: it does something only when more time has passed than the last time.
 */
export function ageing(simulatorUrl: string): () => Promise<void> {
  let seen = 0;
  return async () => {
    const answer = await fetch(`${simulatorUrl}/_simulator/passing-time`);
    const { passedHours } = (await answer.json()) as { readonly passedHours: number };
    const hours = passedHours - seen;
    seen = passedHours;
    if (hours > 0) await makeOlder(hours * HOUR_MS);
  };
}

async function makeOlder(ms: number): Promise<void> {
  const ledgers = await ledgersIn(database("(default)")).get();
  for (const { ref, data } of ledgers.docs.map((ledger) => ({ ref: ledger.ref, data: ledger.data() }))) {
    await ref.set({
      ...data,
      register: older(data["register"], ms),
      deregister: older(data["deregister"], ms),
      nextLookAt: new Date(0),
    });
  }
}

/** Every time in a value, that much earlier. */
function older(value: unknown, ms: number): unknown {
  if (value instanceof Timestamp) return Timestamp.fromMillis(value.toMillis() - ms);
  if (Array.isArray(value)) return value.map((item) => older(item, ms));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, older(inner, ms)]));
}
