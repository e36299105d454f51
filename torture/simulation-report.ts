import { availableParallelism } from "node:os";
import type { Report } from "./report.ts";
import { simulate, type SimulationResult } from "./simulation.ts";
import { SABOTAGE } from "./simulation/sabotage.ts";

/** Seeds after which a defect that was put in should have been found: the slowest took 472 where this was measured. */
const SABOTAGE_SEEDS = 1500;
/** One seed is played the naive way for so many of ours. */
const NAIVE_SHARE = 10;
/** One seed is played with customers' accounts beside the deployment's own for so many without. */
const CUSTOMERS_SHARE = 10;
export const CUSTOMERS = 3;
/** Violations told in full; the rest is counted. */
const TOLD = 10;

/** Which seeds are played. */
export interface SimulationOptions {
  readonly from: number;
  readonly seeds: number;
  /** Whether the naive way and the defects put in on purpose are played as well. */
  readonly compare: boolean;
  readonly progress: (message: string) => void;
}

/** Plays the seeds with the product, then fewer with the naive way, then with one defect after another put into the product. */
export async function simulationReport({ from, seeds, compare, progress }: SimulationOptions): Promise<Report> {
  const threads = availableParallelism();
  const began = performance.now();
  const say = (played: number): void => {
    if (played % 500 === 0) progress(`${played} of ${seeds} seeds`);
  };
  const ours = await simulate({ from, seeds, threads, progress: say, traces: seeds === 1 });
  const several = await simulate({ from, seeds: Math.ceil(seeds / CUSTOMERS_SHARE), threads, customers: CUSTOMERS });
  const minutes = (performance.now() - began) / 60_000;
  const fewer = Math.ceil(seeds / NAIVE_SHARE);
  const naive = compare ? await simulate({ from, seeds: fewer, threads, subject: "naive" }) : null;
  const defects = compare ? await defectsFound(threads, progress) : null;
  return {
    title: "Simulation: months with every fault, on a clock that runs by itself",
    figures: [
      ...figuresOf(ours, naive),
      [
        "seeds with three customers' accounts as well, of which one's token is revoked and one's reads are throttled",
        worded(several.seeds),
        "",
      ],
      ["of those in which an invariant was broken", worded(several.bad.length), ""],
      [
        "10: numbers asked for with a foreign token, or kept waiting by another account",
        worded(several.broken[10] ?? 0),
        "",
      ],
      ["time it took", `${minutes.toFixed(1)} min on ${threads} processors`, ""],
      ...(defects === null
        ? []
        : [["defects put in on purpose, and found", `${defects.found} of ${SABOTAGE.length}`, ""] as const]),
    ],
    violations: [...told(ours), ...told(several), ...(defects?.missed ?? [])],
  };
}

async function defectsFound(
  threads: number,
  progress: (message: string) => void,
): Promise<{ found: number; missed: string[] }> {
  const missed: string[] = [];
  for (const { title, amongCustomers } of SABOTAGE) {
    const customers = amongCustomers === true ? CUSTOMERS : 0;
    const { bad, seeds } = await simulate({ from: 1, seeds: SABOTAGE_SEEDS, threads, customers, sabotage: title });
    progress(bad.length > 0 ? `found after ${seeds} seeds: ${title}` : `not found in ${seeds} seeds: ${title}`);
    if (bad.length === 0) missed.push(`The simulation does not find this defect in ${SABOTAGE_SEEDS} seeds: ${title}.`);
  }
  return { found: SABOTAGE.length - missed.length, missed };
}

type Figure = Report["figures"][number];

function figuresOf(ours: SimulationResult, naive: SimulationResult | null): Figure[] {
  const figure = (what: string, of: (result: SimulationResult) => number | string): Figure => [
    what,
    worded(of(ours)),
    naive === null ? "" : worded(of(naive)),
  ];
  const broken = (invariant: number) => (result: SimulationResult) => result.broken[invariant] ?? 0;
  return [
    figure("seeds, each 30 days", ({ seeds }) => seeds),
    figure("calls", ({ calls }) => calls),
    figure("POSTs to /register", ({ posts }) => posts),
    figure("instances killed, frozen", ({ kills, freezes }) => `${worded(kills)}, ${worded(freezes)}`),
    [`runs of the reconciler`, worded(ours.looks), naive === null ? "" : "none"],
    figure("seeds in which an invariant was broken", ({ bad }) => bad.length),
    figure("1: POSTs beyond the budget of 72 hours", broken(1)),
    figure("2: POSTs while another was under way", broken(2)),
    ["3: POSTs without a reservation", worded(broken(3)(ours)), naive === null ? "" : "keeps none"],
    figure("5: attempts that posted again", broken(5)),
    figure("6: registered answered or stored, and untrue", broken(6)),
    figure("7: seeds after which a PIN or a token was stored", broken(7)),
    figure("8: POSTs with a token that was known to be invalid", broken(8)),
    figure("9: requests with an id that were posted twice", broken(9)),
    ["longest that documents moved after the last fault", `${(ours.settledAfterMs / 60_000).toFixed(1)} min`, ""],
  ];
}

const worded = (value: number | string): string => (typeof value === "number" ? value.toLocaleString("en-US") : value);

function told({ bad }: SimulationResult): string[] {
  const all = bad.flatMap(({ seed, violations }) =>
    violations.slice(0, 3).map(({ invariant, about }) => `seed ${seed}: invariant ${invariant}: ${about}`),
  );
  const rest = all.length - TOLD;
  return rest > 0 ? [...all.slice(0, TOLD), `and ${rest} more`] : all;
}
