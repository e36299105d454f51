import { performance } from "node:perf_hooks";
import { getFirestore } from "../product-packages.ts";
import type { Way } from "./artefacts.ts";
import { compared, counted, type Figure } from "./figure.ts";
import type { Ground } from "./ground.ts";
import { interleaved, median } from "./interleaved.ts";
import { expecting } from "./requests.ts";

/** How often each part is measured before it counts. */
const WARM_UP = 10;

/**
 * What a warm registration is made of, each part alone: recognising its caller, one round trip to the Firestore emulator, and one to
 * the simulator of Meta, made by clients that do nothing else. FIRESTORE_EMULATOR_HOST must be set.
 */
export async function partFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  await using ours = await ground.serve("ours", "registerPhoneNumber");
  await using naive = await ground.serve("naive", "registerPhoneNumber");
  const urls = { ours: ours.url, naive: naive.url };
  const refused = (way: Way, status: number) => () => timed(() => refusedForArguments(urls[way], ground, status));
  for (let turn = 0; turn < WARM_UP; turn += 1) {
    await refused("ours", 400)();
    await refused("naive", 500)();
  }
  const guard = await interleaved(rounds, refused("ours", 400), refused("naive", 500));
  const store = getFirestore().collection("benchParts");
  const url = `${ground.simulator.url}/v25.0/550000000000001?fields=id`;
  const headers = { authorization: "Bearer SIMULATOR-SYSTEM-USER-TOKEN" };
  const write = await typical(rounds, () => store.doc().create({ at: "now" }));
  const read = await typical(rounds, () => store.doc("none").get());
  const graph = await typical(rounds, async () => (await fetch(url, { headers })).text());
  return [
    compared("a signed-in caller, refused for the arguments, warm, p50", "ms", guard),
    counted("one write to the Firestore emulator, p50", "ms", write),
    counted("one read from the Firestore emulator, p50", "ms", read),
    counted("one request to the simulator of Meta, p50", "ms", graph),
  ];
}

/** A call whose arguments are refused, once its caller was recognised. The naive way answers that with an error of its own. */
async function refusedForArguments(url: string, { idToken }: Ground, status: number): Promise<void> {
  const headers = { authorization: `Bearer ${idToken}` };
  await expecting(status, { url, headers, body: JSON.stringify({ data: { pin: 1 } }) });
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

async function typical(rounds: number, act: () => Promise<unknown>): Promise<number> {
  for (let turn = 0; turn < WARM_UP; turn += 1) await act();
  const times: number[] = [];
  for (let turn = 0; turn < rounds; turn += 1) times.push(await timed(act));
  return median(times);
}
