import { performance } from "node:perf_hooks";
import { phoneNumbersIn } from "../../functions/src/firestore/paths.ts";
import { demoConfiguration } from "../demo-configuration.ts";
import { getFirestore } from "../product-packages.ts";
import {
  accounts,
  ACCOUNTS,
  customersAtMeta,
  NUMBERS_EACH,
  numberOf,
  positions,
  shownView,
  storeCustomers,
} from "./customers.ts";
import { counted, type Figure } from "./figure.ts";
import type { Ground } from "./ground.ts";
import { runInMemory, type Run } from "./in-memory-run.ts";
import { expecting } from "./requests.ts";

const META_MS = 150;

/**
 * One run of the reconciler over due numbers of many customers' accounts, with a Meta that takes a while for every answer; once with
 * verdicts on sending that are still good, and once with none, which take more reads; and the first of them again over a Firestore in
 * memory. FIRESTORE_EMULATOR_HOST must be set.
 */
export async function reconcilerFigures(ground: Ground): Promise<Figure[]> {
  const db = getFirestore();
  const config = demoConfiguration(ground.simulator.url);
  customersAtMeta(ground.simulator);
  const view = await shownView(config);
  await storeCustomers(db, config, view);
  const about = `of ${(ACCOUNTS * NUMBERS_EACH).toLocaleString("en")} due numbers of ${ACCOUNTS} accounts`;
  const fresh = await oneRun(ground);
  await storeCustomers(db, config, null);
  const stale = await oneRun(ground);
  await storeCustomers(db, config, view, null);
  ground.toGraph.delay(META_MS);
  const inMemory = await runInMemory(`http://${ground.toGraph.host}`);
  ground.toGraph.delay(0);
  return [
    counted(`reconciler, one run, looked at ${about}`, "numbers", fresh.looked),
    counted(`reconciler, one run ${about}`, "ms", fresh.ms),
    counted(`reconciler, one run ${about}, processor time`, "ms", fresh.cpuMs),
    counted(`reconciler, one run ${about}, peak memory`, "MiB", fresh.peakMib),
    counted(`reconciler, one run, looked at ${about}, and at what each may send`, "numbers", stale.looked),
    counted(`reconciler, one run ${about}, and what each may send`, "ms", stale.ms),
    counted(`reconciler over a Firestore in memory, one run, looked at ${about}`, "numbers", inMemory.looked),
    counted(`reconciler over a Firestore in memory, one run ${about}`, "ms", inMemory.ms),
    counted(`reconciler over a Firestore in memory, one run ${about}, processor time`, "ms", inMemory.cpuMs),
    counted(`reconciler over a Firestore in memory, one run ${about}, peak memory`, "MiB", inMemory.peakMib),
  ];
}

async function oneRun(ground: Ground): Promise<Run> {
  await using served = await ground.serve("ours", "reconcilePhoneNumbers");
  ground.toGraph.delay(META_MS);
  try {
    const before = await served.usage();
    const begunAt = Date.now();
    const begun = performance.now();
    await expecting(200, { url: served.url, body: "{}" });
    const ms = performance.now() - begun;
    const { cpuMs, peakMib } = await served.usage();
    return { looked: await readSince(begunAt), ms, cpuMs: cpuMs - before.cpuMs, peakMib };
  } finally {
    ground.toGraph.delay(0);
  }
}

/** How many of the numbers were read from Meta since then. Meta's time of a reading is in whole seconds. */
async function readSince(begunAt: number): Promise<number> {
  const since = new Date(Math.floor(begunAt / 1000) * 1000).toISOString();
  const ids = new Set(accounts.flatMap((account) => positions.map((position) => numberOf(account, position))));
  const seen = await phoneNumbersIn(getFirestore()).where("meta.observedAt", ">=", since).select().get();
  return seen.docs.filter(({ id }) => ids.has(id)).length;
}
