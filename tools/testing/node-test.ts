import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../root.ts";
import type { TestCounts } from "./count-reporter.ts";

/** Which tests are run, and how. */
export interface TestRun {
  /** Relative to the root. */
  files: readonly string[];
  /** Only tests whose name matches, where given. */
  name?: string | undefined;
  /** How many files at a time; left out, as many as the machine has processors for. */
  concurrency?: number;
  env?: Record<string, string>;
  /** A file that has not ended after this long is ended, and has failed; left out, it may take as long as the run. */
  fileLimitMs?: number;
  /** After this long the run is ended, should the limit of each file not have sufficed. */
  deadlineMs: number;
  interrupted?: AbortSignal;
  /** Where the report goes; default to the terminal. */
  output?: "inherit" | "ignore";
  /** Whether what tests print is shown of files that pass, too. */
  verbose?: boolean;
}

/** Runs test files with `node --test`, its report going to the terminal as it comes. */
export async function nodeTest(run: TestRun): Promise<TestCounts> {
  const folder = mkdtempSync(path.join(tmpdir(), "test-counts-"));
  const counts = path.join(folder, "counts.json");
  try {
    await runner(run, counts);
    const lines = (readFileSync(counts, "utf8") || NOT_ENDED).trim().split("\n");
    return JSON.parse(lines.at(-1) ?? NOT_ENDED) as TestCounts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runner writes no summary when it is ended before the last test file. */
const NOT_ENDED = JSON.stringify({ passed: 0, failed: 1, empty: [], late: [] } satisfies TestCounts);

const KILL_AFTER_MS = 10_000;

const beside = (name: string): string => path.join(import.meta.dirname, name);

function runner(run: TestRun, counts: string): Promise<void> {
  const args = [
    "--test",
    `--import=${pathToFileURL(beside("file-limit.mjs")).href}`,
    `--test-reporter=${run.verbose === true ? "spec" : beside("quiet-reporter.ts")}`,
    "--test-reporter-destination=stdout",
    `--test-reporter=${beside("count-reporter.ts")}`,
    `--test-reporter-destination=${counts}`,
    ...(run.name === undefined ? [] : [`--test-name-pattern=${run.name}`]),
    ...(run.concurrency === undefined ? [] : [`--test-concurrency=${run.concurrency}`]),
    ...run.files,
  ];
  return new Promise((resolve, reject) => {
    const { NODE_TEST_CONTEXT: _outer, ...outside } = process.env;
    const { output = "inherit" } = run;
    const env = { ...outside, ...run.env, TEST_FILE_LIMIT_MS: String(run.fileLimitMs ?? run.deadlineMs) };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", output, output] });
    const deadline = setTimeout(() => {
      if (output === "inherit") console.log(`\nNot done after ${Math.round(run.deadlineMs / 60_000)} minutes: ended.`);
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
    }, run.deadlineMs);
    run.interrupted?.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
    child.once("error", reject);
    child.once("exit", () => {
      clearTimeout(deadline);
      resolve();
    });
  });
}
