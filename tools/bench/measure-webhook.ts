import { Agent } from "node:http";
import { performance } from "node:perf_hooks";
import { firestorePhoneNumbers } from "../../functions/src/firestore/phone-numbers.ts";
import { CONNECTED } from "../../functions/src/testing/fixtures.ts";
import { getFirestore } from "../product-packages.ts";
import type { Way } from "./artefacts.ts";
import { compared, counted, type Figure } from "./figure.ts";
import type { Ground } from "./ground.ts";
import { interleaved, type Comparison } from "./interleaved.ts";
import { expecting } from "./requests.ts";
import type { ServedFunction } from "./served-function.ts";
import { deliveryOf, digitsOf, eventsDelivery, idOf, NUMBERS, statusDelivery } from "./webhook-deliveries.ts";

/** As deployed. */
const CONCURRENCY = 20;
const SINGLE_DELIVERIES = 320;
const BATCHES = 16;
const BATCH_SIZE = 100;

/** Sustained deliveries a second, as many at a time as an instance takes. FIRESTORE_EMULATOR_HOST must be set. */
export async function webhookFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  await connectedNumbers();
  await using ours = await ground.serve("ours", "metaWebhook");
  await using naive = await ground.serve("naive", "metaWebhook");
  const served: Readonly<Record<Way, ServedFunction>> = { ours, naive };
  const measure = (bodies: () => Buffer[]): Promise<Comparison> => {
    const deliver = (way: Way) => () => deliverAll(served[way].url, bodies());
    return interleaved(rounds, deliver("ours"), deliver("naive"));
  };
  const singles = (body: (index: number) => Buffer) => () =>
    Array.from({ length: SINGLE_DELIVERIES }, (_, index) => body(index));
  const figures = [
    compared("webhook, one status each", "a second", await measure(singles((index) => statusDelivery(index)))),
    compared("webhook, one event each", "a second", await measure(singles((index) => eventsDelivery(1, index)))),
    compared(
      `webhook, ${BATCH_SIZE} events each`,
      "a second",
      await measure(() => Array.from({ length: BATCHES }, () => eventsDelivery(BATCH_SIZE))),
    ),
  ];
  const [peak, peakNaive] = [await ours.usage(), await naive.usage()];
  return [...figures, counted(`webhook, peak memory at ${CONCURRENCY}`, "MiB", peak.peakMib, peakNaive.peakMib)];
}

async function connectedNumbers(): Promise<void> {
  const db = getFirestore();
  const numbers = firestorePhoneNumbers(db, { seenBy: "reconcile", limit: 10 });
  for (let index = 0; index < NUMBERS; index += 1) {
    const view = { ...CONNECTED, displayPhoneNumber: `+${digitsOf(index)}` };
    await numbers.look(idOf(index), { view, refusal: null, token: null });
    await db
      .collection("naiveNumbers")
      .doc(idOf(index))
      .set({ digits: digitsOf(index) });
  }
}

/** Deliveries a second. @throws when one is not taken. */
async function deliverAll(url: string, bodies: readonly Buffer[]): Promise<number> {
  // Connections are of this round alone: those of an earlier one may have been closed for want of use.
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const queue = bodies.map((body) => deliveryOf(url, body)).values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const delivery of queue) await expecting(200, delivery, agent);
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return bodies.length / seconds;
}
