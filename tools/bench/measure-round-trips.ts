import { performance } from "node:perf_hooks";
import type { Way } from "./artefacts.ts";
import type { DelayingProxy } from "./delaying-proxy.ts";
import { counted, type Figure } from "./figure.ts";
import { freshNumber } from "./fresh-number.ts";
import type { Ground } from "./ground.ts";
import { median } from "./interleaved.ts";
import { registering, registration } from "./requests.ts";

/** What a round trip is made longer by, in ms. */
const DELAYS = [0, 20, 40] as const;

/**
 * How many round trips lie in a row in one registration: by so much does it grow with each ms that the way is longer. The machine's
 * own speed drops out.
 */
export async function roundTripFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [place, proxy] of [
    ["Firestore", ground.toFirestore],
    ["Graph", ground.toGraph],
  ] as const) {
    const ours = await slopes(ground, "ours", proxy, rounds);
    const naive = await slopes(ground, "naive", proxy, rounds);
    figures.push(
      counted(`${place}, in a row, a number's first attempt`, "round trips", ours.first, naive.first),
      counted(`${place}, in a row, a later attempt`, "round trips", ours.later, naive.later),
    );
  }
  return figures;
}

async function slopes(
  ground: Ground,
  way: Way,
  proxy: DelayingProxy,
  rounds: number,
): Promise<{ readonly first: number; readonly later: number }> {
  await using served = await ground.serve(way, "registerPhoneNumber");
  const call = (phoneNumberId: string): Promise<void> =>
    registering(registration(served.url, phoneNumberId, ground.idToken));
  const timed = async (phoneNumberId: string): Promise<number> => {
    const begun = performance.now();
    await call(phoneNumberId);
    return performance.now() - begun;
  };
  for (let turn = 0; turn < 5; turn += 1) await call(freshNumber(ground.simulator));
  const taken = DELAYS.map((delay) => ({ delay, first: [] as number[], later: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { delay, first, later } of taken) {
      proxy.delay(delay);
      const id = freshNumber(ground.simulator);
      first.push(await timed(id));
      // The number is taken off again, behind the functions' back.
      ground.simulator.state.patchNumber(id, { registered: false, status: "PENDING", platformType: "NOT_APPLICABLE" });
      later.push(await timed(id));
    }
  }
  proxy.delay(0);
  const points = (which: "first" | "later") => taken.map((each) => [each.delay, median(each[which])] as const);
  return { first: slope(points("first")), later: slope(points("later")) };
}

/** Of the straight line that comes closest to the points (least squares). */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const along = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return along / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}
