import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { buildConsole } from "../console-build.ts";
import { emulatorParts, withEmulators } from "../emulators/emulators.ts";
import { freePort, freePorts } from "../emulators/ports.ts";
import { browserPart, findBrowser } from "../machine/browser.ts";
import { provide } from "../machine/provide.ts";
import { root } from "../root.ts";
import { seconds, SetupError } from "../setup/progress.mjs";
import type { TestCounts } from "./count-reporter.ts";
import { managedNumbers } from "./managed-numbers.ts";
import { nodeTest, type TestRun } from "./node-test.ts";
import { staticChecks, type StaticCheck } from "./static-checks.ts";

/** The parts of `npm test`, in their order. */
export const STAGES = ["static", "unit", "emulators"] as const;
export type Stage = (typeof STAGES)[number];

/** What the person at the terminal wants to run. */
export interface Selection {
  /** Only tests whose name matches this pattern. */
  name: string | undefined;
  /** Only test files whose path contains one of these; all when empty. */
  files: readonly string[];
  /** Whether what passing tests print is shown, too. */
  verbose: boolean;
}

/** How a stage went. */
export interface StageResult {
  passed: number;
  failed: number;
  /** What the summary adds in words: the failed static checks, or why nothing could be run. */
  remarks: string[];
}

/** Runs one stage, printing as it goes. */
function runStage(stage: Stage, selection: Selection): Promise<StageResult> {
  switch (stage) {
    case "static": {
      return runStaticChecks();
    }
    case "unit": {
      return runTests(stage, selection, nodeTest);
    }
    case "emulators": {
      return runTests(stage, selection, withinEmulators);
    }
  }
}

async function runStaticChecks(): Promise<StageResult> {
  const result: StageResult = { passed: 0, failed: 0, remarks: [] };
  for (const { name, check } of staticChecks()) {
    const begun = performance.now();
    const finding = await outcome(check);
    console.log(`${finding === "" ? "✔" : "✖"} ${name} (${seconds(performance.now() - begun)})`);
    if (finding === "") {
      result.passed += 1;
    } else {
      result.failed += 1;
      result.remarks.push(name);
      console.log(`\n${finding}\n`);
    }
  }
  return result;
}

/** A check that could not be made has found something, too. */
async function outcome(check: StaticCheck["check"]): Promise<string> {
  try {
    return await check();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

const MINUTE_MS = 60_000;
const FILE_LIMIT_MS = 10 * MINUTE_MS;
const DEADLINE_MS = 45 * MINUTE_MS;

/** Of test files; a stage without any runs none. */
const PATTERNS: Partial<Record<Stage, string>> = {
  unit: "{functions/src,graph-simulator,tools,torture,client,console}/**/*.test.ts",
  emulators: "test/**/*.test.ts",
};

/**
 * What these stages need that npm does not install; a browser only where a chosen file starts one.
 *
 * @throws SetupError when it is not there and cannot be had.
 */
export async function provideFor(stages: readonly Stage[], { files }: Selection): Promise<void> {
  const { chosen } = testFiles("emulators", files);
  if (!stages.includes("emulators") || chosen.length === 0) return;
  await provide([...emulatorParts(), ...(chosen.some(startsBrowser) ? [browserPart()] : [])]);
}

const BROWSER = /"\.\/harness\/(?:browser|gallery)\.ts"/u;

function startsBrowser(file: string): boolean {
  return BROWSER.test(readFileSync(path.join(root, file), "utf8"));
}

/** It looks at what all others have printed. */
const LAST = "test/whole-stage-logs.test.ts";

/**
 * What runs one after another. Files that start a browser come when all others have written what they write: Firestore's emulator does
 * not notice that a page is gone. It keeps what it would send, and from 10,000 messages on each write of anybody's costs it an error for
 * each such page, until it answers nobody in time (firebase-tools issue 5197, and our measurement).
 */
function inOrder(files: readonly string[]): string[][] {
  const isLate = (file: string): boolean => file === LAST || startsBrowser(file);
  return [files.filter((file) => !isLate(file)), files.filter(isLate)].filter((some) => some.length > 0);
}

function testFiles(stage: Stage, parts: readonly string[]): { all: string[]; chosen: string[] } {
  const exclude = ["**/node_modules/**", "**/dist/**"];
  const all = globSync(PATTERNS[stage] ?? [], { cwd: root, exclude }).toSorted();
  return { all, chosen: all.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part))) };
}

async function runTests(
  stage: Stage,
  { name, files, verbose }: Selection,
  runner: (run: TestRun) => ReturnType<typeof nodeTest>,
): Promise<StageResult> {
  const { all, chosen } = testFiles(stage, files);
  if (chosen.length === 0) return { passed: 0, failed: 0, remarks: [`no test file among ${all.length} fits`] };
  const limits = { fileLimitMs: FILE_LIMIT_MS, deadlineMs: DEADLINE_MS };
  const { passed, failed, empty, late } = await runner({ files: chosen, name, verbose, ...limits });
  const remarks = [...empty.map((file) => `${file} holds no test`), ...late];
  if (passed + failed > 0 || name !== undefined) return { passed, failed, remarks };
  return { passed, failed: 1, remarks: [...remarks, "no test was run"] };
}

/** One emulator suite for all of test/, on ports of its own, blind to this machine's own settings; one file at a time. */
async function withinEmulators(run: TestRun): ReturnType<typeof nodeTest> {
  const browser = run.files.some(startsBrowser) ? { CHROMIUM: await findBrowser() } : {};
  const simulatorPort = await freePort();
  await buildConsole(`http://127.0.0.1:${simulatorPort}`);
  let failed = true;
  const options = {
    ports: await freePorts(),
    params: {
      META_GRAPH_BASE_URL: `http://127.0.0.1:${simulatorPort}`,
      MANAGED_PHONE_NUMBER_IDS: managedNumbers,
    },
    secrets: {},
    keepLogs: () => failed,
  };
  return withEmulators(options, async (emulators, interrupted) => {
    const env = {
      ...emulators.env,
      ...browser,
      // Nobody answers for Google's metadata server here, and asking for it prints a warning.
      METADATA_SERVER_DETECTION: "none",
      TEST_SIMULATOR_PORT: String(simulatorPort),
      TEST_PAGE_URL: `http://127.0.0.1:${emulators.ports.hosting}`,
      TEST_LOG_FOLDER: emulators.logFolder,
    };
    const counts: TestCounts = { passed: 0, failed: 0, empty: [], late: [] };
    const endsAt = performance.now() + run.deadlineMs;
    for (const files of inOrder(run.files)) {
      if (interrupted.aborted) break;
      const deadlineMs = Math.max(0, endsAt - performance.now());
      const some = await nodeTest({ ...run, files, concurrency: 1, env, interrupted, deadlineMs });
      counts.passed += some.passed;
      counts.failed += some.failed;
      counts.empty.push(...some.empty);
      counts.late.push(...some.late);
    }
    failed = counts.failed > 0;
    if (failed) console.log(`What the emulators said: ${emulators.logFolder}`);
    return counts;
  });
}

/** A stage that could not be run is a failure of its own, told in the summary; the other stages go on. */
export async function runStageSafely(stage: Stage, selection: Selection): Promise<StageResult> {
  try {
    return await runStage(stage, selection);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`\n${error.message}\n`);
    return { passed: 0, failed: 1, remarks: ["could not be run, for the reason above"] };
  }
}
