import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Violation } from "./checker.ts";
import type { Played, Setting } from "./simulation/scenario.ts";
import type { ThreadData } from "./simulation/thread.ts";

/** A seed takes a tenth of a second, more with customers and on a busy machine; one that takes this long goes round in circles. */
const SEED_TAKES_MS = 180_000;
const DAYS = 30;

/** Which seeds are played, on how many threads, and with which defect put in. */
export interface Simulation {
  readonly from: number;
  readonly seeds: number;
  readonly threads: number;
  readonly subject?: Setting["subject"];
  readonly customers?: number;
  /** The title of a defect that is put in; then the first seed that finds it is the last. */
  readonly sabotage?: string;
  readonly traces?: boolean;
  /** Is told how many seeds have been played. */
  readonly progress?: (played: number) => void;
}

/** A seed in which an invariant was broken. */
export interface BadSeed {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** What all seeds came to. */
export interface SimulationResult {
  readonly seeds: number;
  readonly calls: number;
  readonly posts: number;
  readonly looks: number;
  readonly kills: number;
  readonly freezes: number;
  /** The longest that documents moved after the last fault, in ms. */
  readonly settledAfterMs: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** How often each invariant was broken. */
  readonly broken: Readonly<Record<number, number>>;
  readonly bad: readonly BadSeed[];
}

/** Plays the seeds, each a month with all its faults. */
export async function simulate(simulation: Simulation): Promise<SimulationResult> {
  const { from, seeds, threads, sabotage } = simulation;
  const waiting = Array.from({ length: seeds }, (_, place) => from + place).values();
  const all: { seed: number; played: Played }[] = [];
  const found = { defect: false };
  const thread = async (): Promise<void> => {
    const worker = startThread(simulation);
    try {
      for (const seed of waiting) {
        const played = await playOn(worker, seed);
        all.push({ seed, played });
        simulation.progress?.(all.length);
        found.defect ||= played.violations.length > 0;
        if (sabotage !== undefined && found.defect) return;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, thread));
  return sumOf(all);
}

function startThread(simulation: SimulationOptions): Worker {
  const { subject = "product", customers = 0, sabotage = null, traces = false } = simulation;
  const workerData: ThreadData = { setting: { days: DAYS, subject, customers }, sabotage, traces };
  return new Worker(new URL("simulation/thread.ts", import.meta.url), { workerData });
}

type SimulationOptions = Omit<Simulation, "sabotage"> & { readonly sabotage?: string | null };

async function playOn(worker: Worker, seed: number): Promise<Played> {
  const late = AbortSignal.timeout(SEED_TAKES_MS);
  const answer = once(worker, "message", { signal: late });
  worker.postMessage(seed, []);
  try {
    const [played] = (await answer) as [Played];
    return played;
  } catch (error) {
    if (late.aborted) throw new Error(`Seed ${seed} goes round in circles.`, { cause: error });
    throw error;
  }
}

function sumOf(all: readonly { seed: number; played: Played }[]): SimulationResult {
  const total = (count: (played: Played) => number): number => all.reduce((sum, { played }) => sum + count(played), 0);
  return {
    seeds: all.length,
    calls: total(({ calls }) => calls),
    posts: total(({ posts }) => posts),
    looks: total(({ looks }) => looks),
    kills: total(({ kills }) => kills),
    freezes: total(({ freezes }) => freezes),
    settledAfterMs: Math.max(0, ...all.map(({ played }) => played.settledAfterMs)),
    statuses: tally(all.flatMap(({ played }) => Object.entries(played.statuses))),
    broken: tally(
      all.flatMap(({ played }) => played.violations.map(({ invariant }) => [String(invariant), 1] as const)),
    ),
    bad: all
      .filter(({ played }) => played.violations.length > 0)
      .map(({ seed, played }) => ({ seed, violations: played.violations }))
      .toSorted((one, other) => one.seed - other.seed),
  };
}

/** Adds up what stands under the same name. */
function tally(entries: readonly (readonly [name: string, count: number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of entries) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
