import type { Heard } from "./heard.ts";
import { propertiesReport } from "./properties.ts";
import type { Report } from "./report.ts";
import { simulationReport } from "./simulation-report.ts";

/** How the battery is run. */
export interface BatteryOptions {
  /** A minute's worth. */
  readonly short: boolean;
  readonly from: number;
  readonly seeds: number;
  /** Files below functions/src to which mutants are confined; empty: all. */
  readonly mutate: readonly string[];
}

/** What the parts share. `logFolder`: of the emulators; empty where none run. */
export interface Battlefield {
  readonly heard: Heard;
  readonly logFolder: string;
}

export type Part =
  | "simulation"
  | "mutants"
  | "properties"
  | "concurrency"
  | "open-outcomes"
  | "unkind-world"
  | "kill-runs"
  | "fault-matrix"
  | "bodies"
  | "secrets";

/** One part of the battery. What needs the emulators reads their whereabouts from the environment, some of it when it is loaded. */
export interface BatteryPart {
  readonly emulators: boolean;
  /** Whether `--short` runs it unless told otherwise. */
  readonly inShort: boolean;
  run(options: BatteryOptions, field: Battlefield): Promise<Report>;
}

const progress = (message: string): void => console.log(`  ${message}`);

/** The parts of the battery, by the names that `--only` takes. The last looks at what the others left behind. */
export const PARTS: Readonly<Record<Part, BatteryPart>> = {
  simulation: {
    inShort: true,
    emulators: false,
    run: ({ short, from, seeds }) => simulationReport({ from, seeds, compare: !short && seeds > 1, progress }),
  },
  properties: {
    inShort: false,
    emulators: false,
    run: ({ short }) => propertiesReport(short ? 2000 : 100_000),
  },
  mutants: {
    inShort: false,
    emulators: false,
    run: async ({ mutate }) => (await import("./mutation/mutants.ts")).mutants(mutate),
  },
  "open-outcomes": {
    inShort: true,
    emulators: false,
    run: async () => (await import("./open-outcomes.ts")).openOutcomes(),
  },
  "unkind-world": {
    inShort: true,
    emulators: false,
    run: async () => (await import("./unkind-world.ts")).unkindWorld(),
  },
  concurrency: {
    inShort: true,
    emulators: true,
    run: async ({ short }, { heard }) => (await import("./concurrency.ts")).concurrency(short ? 3 : 50, heard),
  },
  "kill-runs": {
    inShort: true,
    emulators: true,
    run: async ({ short }, { heard }) => (await import("./kill-runs.ts")).killRuns(short ? 40 : 1000, heard, tellKills),
  },
  "fault-matrix": {
    inShort: false,
    emulators: true,
    run: async ({ short }, { heard }) => (await import("./fault-matrix.ts")).faultMatrix({ short, heard }),
  },
  bodies: {
    inShort: true,
    emulators: true,
    run: async ({ short }, { heard }) => (await import("./bodies/bodies.ts")).bodies(short, heard),
  },
  secrets: {
    inShort: true,
    emulators: true,
    run: async (_options, { heard, logFolder }) => (await import("./secrets.ts")).secrets(heard, logFolder),
  },
};

function tellKills(killed: number, violations: number): void {
  if (killed % 200 === 0) progress(`${killed} killed, ${violations} findings`);
}
