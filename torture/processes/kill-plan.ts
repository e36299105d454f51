import type { Fault } from "../../graph-simulator/faults.ts";
import { POINTS, type Point } from "./points.ts";
import type { Way } from "./words.ts";

/** When a process is killed: at a point; at most so long after one, while what begins there is under way; or at any time of a call. */
export type KillPoint =
  | { readonly kind: "at"; readonly point: Point }
  | { readonly kind: "after"; readonly point: Point; readonly mostMs: number }
  | { readonly kind: "any"; readonly mostMs: number };

/** One process to be killed. `fault`: what goes wrong with Meta's answer to its POST; `null`: nothing. */
export interface Kill {
  readonly way: Way;
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly moment: KillPoint;
  readonly fault: Fault | null;
}

const SLOW_MS = 400;
const SLOW: readonly Fault[] = [
  { kind: "delay", ms: SLOW_MS },
  { kind: "hang", processed: true },
  { kind: "hang", processed: false },
];
/** How long it is, about, from asking for an attempt to the commit, and for a whole call. */
const [COMMIT_MS, CALL_MS] = [12, 90];

const naivePoints: readonly Point[] = ["before post", "after post", "before settle", "after settle"];

/** The kill in this place: all points in turn, then the same with an answer of Meta's that comes late or never. */
export function killInPlace(place: number, way: Way, ids: Pick<Kill, "phoneNumberId" | "attemptId">): Kill {
  const points = way === "ours" ? POINTS : naivePoints;
  const isSlow = Math.floor(place / momentsOf(points, false).length) % 2 === 1;
  const moments = momentsOf(points, isSlow);
  const moment = moments[place % moments.length] ?? { kind: "any", mostMs: CALL_MS };
  return { way, ...ids, moment, fault: isSlow ? slowness(place, moment) : null };
}

function momentsOf(points: readonly Point[], isSlow: boolean): KillPoint[] {
  const late = isSlow ? SLOW_MS : 0;
  const during = points.filter((point) => point.startsWith("before "));
  return [
    ...points.map((point): KillPoint => ({ kind: "at", point })),
    ...during.map((point): KillPoint => {
      return { kind: "after", point, mostMs: point === "before post" ? COMMIT_MS + late : COMMIT_MS };
    }),
    { kind: "any", mostMs: CALL_MS + late },
    { kind: "any", mostMs: CALL_MS + late },
  ];
}

/** What comes after the POST is reached only when there is an answer. */
function slowness(place: number, moment: KillPoint): Fault | null {
  const isBeyond = moment.kind !== "any" && !/(?:reserve|read|before post)$/.test(moment.point);
  return SLOW[isBeyond ? 0 : place % SLOW.length] ?? null;
}
