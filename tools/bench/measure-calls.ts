import { performance } from "node:perf_hooks";
import type { Way } from "./artefacts.ts";
import { compared, counted, type Figure } from "./figure.ts";
import { freshNumber } from "./fresh-number.ts";
import type { Ground } from "./ground.ts";
import { compare, median, percentile, type Comparison } from "./interleaved.ts";
import { registering, registration } from "./requests.ts";
import type { ServedFunction } from "./served-function.ts";

/** Calls before the first that is measured: V8 has compiled what is called often by then. */
const WARM_UP = 20;
/** As deployed: as many calls at once as an instance is given. */
const CONCURRENCY = 40;

/** Warm registrations, one after the other: time, CPU, and what the process takes at 1 and at the deployed concurrency. */
export async function callFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  await using ours = await ground.serve("ours", "registerPhoneNumber");
  await using naive = await ground.serve("naive", "registerPhoneNumber");
  const served: Readonly<Record<Way, ServedFunction>> = { ours, naive };
  const call = (way: Way): Promise<void> =>
    registering(registration(served[way].url, freshNumber(ground.simulator), ground.idToken));
  const timed = async (way: Way): Promise<number> => {
    const begun = performance.now();
    await call(way);
    return performance.now() - begun;
  };
  for (let turn = 0; turn < WARM_UP; turn += 1) for (const way of ["ours", "naive"] as const) await call(way);
  const alone = { ours: await ours.usage(), naive: await naive.usage() };
  const pairs: { ours: number; naive: number }[] = [];
  for (let turn = 0; turn < rounds; turn += 1) pairs.push({ ours: await timed("ours"), naive: await timed("naive") });
  const after = { ours: await ours.usage(), naive: await naive.usage() };
  const cpu = (way: Way): number => (after[way].cpuMs - alone[way].cpuMs) / rounds;
  const p95: Comparison = compare([
    {
      ours: percentile(
        pairs.map(({ ours: ms }) => ms),
        0.95,
      ),
      naive: percentile(
        pairs.map(({ naive: ms }) => ms),
        0.95,
      ),
    },
  ]);
  for (const way of ["ours", "naive"] as const)
    for (let turn = 0; turn < 3; turn += 1) await Promise.all(Array.from({ length: CONCURRENCY }, () => call(way)));
  const crowded = { ours: await ours.usage(), naive: await naive.usage() };
  return [
    compared("registering, warm, p50", "ms", compare(pairs)),
    compared("registering, warm, p95", "ms", p95),
    counted("registering, warm, p50 beyond the naive way's", "ms", median(pairs.map((pair) => pair.ours - pair.naive))),
    counted("registering, CPU a call", "ms", cpu("ours"), cpu("naive")),
    counted("registering, peak memory at 1", "MiB", alone.ours.peakMib, alone.naive.peakMib),
    counted(`registering, peak memory at ${CONCURRENCY}`, "MiB", crowded.ours.peakMib, crowded.naive.peakMib),
  ];
}
