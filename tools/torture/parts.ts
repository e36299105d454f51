import { propertiesReport } from "./properties.ts";
import type { Report } from "./report.ts";
import { simulationReport } from "./simulation-report.ts";

/** How the battery is run. */
export interface BatteryOptions {
  /** A minute's worth. */
  readonly short: boolean;
  readonly from: number;
  readonly seeds: number;
}

export type Part = "simulation" | "concurrency" | "kill-runs" | "fault-matrix" | "properties";

/** One part of the battery. What needs the emulators reads their whereabouts from the environment, some of it when it is loaded. */
export interface BatteryPart {
  readonly emulators: boolean;
  /** Whether `--short` runs it unless told otherwise. */
  readonly inShort: boolean;
  run(options: BatteryOptions): Promise<Report>;
}

const progress = (message: string): void => console.log(`  ${message}`);

/** The parts of the battery, by the names that `--only` takes. */
export const PARTS: Readonly<Record<Part, BatteryPart>> = {
  simulation: {
    inShort: true,
    emulators: false,
    run: ({ short, from, seeds }) => simulationReport({ from, seeds, compare: !short && seeds > 1, progress }),
  },
  concurrency: {
    inShort: true,
    emulators: true,
    run: async ({ short }) => (await import("./concurrency.ts")).concurrency(short ? 3 : 50),
  },
  "kill-runs": {
    inShort: true,
    emulators: true,
    run: async ({ short }) => (await import("./kill-runs.ts")).killRuns(short ? 40 : 1000),
  },
  "fault-matrix": {
    inShort: false,
    emulators: true,
    run: async ({ short }) => (await import("./fault-matrix.ts")).faultMatrix({ short }),
  },
  properties: {
    inShort: false,
    emulators: false,
    run: ({ short }) => propertiesReport(short ? 2000 : 100_000),
  },
};
