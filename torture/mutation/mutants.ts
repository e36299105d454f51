import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { table } from "../../graph-simulator/markdown-table.ts";
import { root } from "../../tools/root.ts";
import { setUpPackage } from "../../tools/setup/install.mjs";
import type { Report } from "../report.ts";
import { measured } from "./measured.ts";
import { SURVIVORS } from "./survivors.ts";
import {
  MutationReport,
  resultsOf,
  verdictOf,
  type FileResult,
  type Mutant,
  type Score,
  type Verdict,
} from "./verdict.ts";

const HERE = path.join(root, "torture", "mutation");
const REPORT = path.join(root, ".stryker-tmp", "report.json");
const PAGE = path.join(HERE, "surviving-mutants.md");
const PRODUCT = "functions/src";
/** How many files one run of Stryker changes: their own tests are asked first, and each run has to try all tests once. */
const FILES_AT_ONCE = 12;
const NOTHING: FileResult = { killed: 0, timedOut: 0, tried: 0, notLoaded: 0, survivors: [] };
const LEAST_PERCENT = 90;
const MOST_NOT_LOADED_PERCENT = 1;

/**
 * Changes `domain/` and `app/` in one place after another and runs the tests that come by there: each change should make one fail. What
 * an earlier run has measured of the same code is not measured again.
 *
 * @param files only these, below functions/src; then the page of survivors stays as it is
 */
export async function mutants(files: readonly string[]): Promise<Report> {
  await setUpPackage(HERE, "what mutation testing needs");
  const began = performance.now();
  const all = allFiles();
  const unknown = files.find((file) => !all.includes(file));
  if (unknown !== undefined) throw new Error(`There is no ${unknown} in domain/ or app/ below ${PRODUCT}.`);
  const record = measured(all, (file) => readFileSync(path.join(root, PRODUCT, file), "utf8"));
  const due = files.length === 0 ? all.filter((file) => record.isDue(file)) : files;
  const found: Record<string, FileResult> = {};
  for (let from = 0; from < due.length; from += FILES_AT_ONCE) {
    const some = due.slice(from, from + FILES_AT_ONCE);
    // A file of types alone is in no report.
    const part = { ...Object.fromEntries(some.map((file) => [file, NOTHING])), ...resultsOf(await stryker(some)) };
    for (const mutant of verdictOf(part, SURVIVORS).unargued) console.log(`  survives: ${inWords(mutant)}`);
    record.add(part);
    Object.assign(found, part);
  }
  const minutes = Math.round((performance.now() - began) / 60_000);
  const whole = files.length === 0;
  const verdict = verdictOf(whole ? record.results() : found, SURVIVORS);
  if (whole) writeFileSync(PAGE, page(verdict));
  return reportOf(verdict, { whole, minutes, days: record.days(), measured: due.length });
}

const allFiles = (): string[] =>
  globSync("{domain,app}/**/*.ts", { cwd: path.join(root, PRODUCT), exclude: ["**/*.test.ts"] }).toSorted();

/** Runs Stryker over a copy of the repository. @throws when it could not do its work */
async function stryker(files: readonly string[]): Promise<MutationReport> {
  rmSync(REPORT, { force: true });
  const script = path.join(HERE, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  const cache = path.join(tmpdir(), "whatsapp-registration-mutation-cache");
  mkdirSync(cache, { recursive: true });
  const child = spawn(
    process.execPath,
    [script, "run", path.join(HERE, "stryker.config.mjs"), "--concurrency", String(availableParallelism())],
    // Properties are tried with few inputs: what they need thousands for, they find one time in ten, which is no test of a test.
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        MUTATED: files.map((file) => `${PRODUCT}/${file}`).join(),
        PROPERTY_RUNS: "50",
        NODE_COMPILE_CACHE: cache,
      },
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`Mutation testing ended with exit status ${code}.`);
  return MutationReport.parse(JSON.parse(readFileSync(REPORT, "utf8")));
}

const percent = ({ killed, tried }: Score): string => `${((100 * killed) / Math.max(1, tried)).toFixed(1)} %`;

/** What was run, and when what it rests on was measured. */
interface Run {
  readonly whole: boolean;
  readonly minutes: number;
  readonly days: string;
  /** How many files this run has measured. */
  readonly measured: number;
}

function reportOf(verdict: Verdict, { whole, minutes, days, measured: count }: Run): Report {
  const { folders, total, argued, unargued, stale } = verdict;
  const told = (score: Score): string => `${score.killed} of ${score.tried}, ${percent(score)}`;
  return {
    title: "Mutants: one-line changes to the product, and how many of them make a test fail",
    figures: [
      ...[...folders].map(([folder, score]) => [`\`${folder}/\``, told(score), ""] as const),
      ["all", told(total), ""],
      ["of these noticed because a test did not end", String(total.timedOut), ""],
      ["besides these, with which a test file did not even load", String(total.notLoaded), ""],
      ["survivors, each with an argument", String(argued.length), ""],
      ["survivors without one", String(unargued.length), ""],
      ...(whole ? [["measured", days, ""] as const] : []),
      ["files that this run has measured, and the time it took", `${count}, ${minutes} min`, ""],
    ],
    violations: [
      ...(total.tried === 0
        ? ["There is nothing to change in these files; they are named as below functions/src."]
        : []),
      ...(total.killed * 100 < total.tried * LEAST_PERCENT
        ? [`Only ${percent(total)} of the mutants were killed.`]
        : []),
      ...(total.notLoaded * 100 > total.tried * MOST_NOT_LOADED_PERCENT
        ? [`With ${total.notLoaded} mutants a test file did not load: that is more than can be their doing.`]
        : []),
      ...unargued.map((mutant) => `survives: ${inWords(mutant)}`),
      ...(whole ? stale.map(({ file, original }) => `argued for, and killed: ${file}: ${original}`) : []),
    ],
  };
}

const inWords = ({ file, line, original, replacement }: Mutant): string =>
  `${file}:${line}: ${original} -> ${replacement}`;

const cell = (code: string): string => `\`${code.replaceAll("|", "\\|").replaceAll("`", "'")}\``;

function page({ argued, total }: Verdict): string {
  const byFile = Map.groupBy(argued, ({ file }) => file);
  const sections = [...byFile]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([file, survivors]) => {
      const rows = survivors.map(({ original, replacement, why }) => [cell(original), cell(replacement), why]);
      return `## ${file}\n\n${table(["this", "instead becomes", "and no test notices, because"], rows)}\n`;
    });
  const head = `# Surviving mutants

One-line changes to \`functions/src/domain\` and \`functions/src/app\` that make no test fail: ${argued.length} of ${total.tried}, and why
each is let be. Made by \`npm run torture -- --only mutants\`; the arguments are kept in
[survivors.ts](survivors.ts).
`;
  return [head, ...sections].join("\n");
}
