import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { table } from "../../graph-simulator/markdown-table.ts";
import { root } from "../../tools/root.ts";
import { setUpPackage } from "../../tools/setup/install.mjs";
import type { Report } from "../report.ts";
import { SURVIVORS } from "./survivors.ts";
import { MutationReport, verdictOf, type Mutant, type Score, type Verdict } from "./verdict.ts";

const HERE = path.join(root, "torture", "mutation");
const REPORT = path.join(root, ".stryker-tmp", "report.json");
const PAGE = path.join(HERE, "surviving-mutants.md");
const PRODUCT = "functions/src";
/** So many files are changed in one run of Stryker: their own tests are asked first, and each run has to try all tests once. */
const FILES_AT_ONCE = 12;
const LEAST_PERCENT = 90;
const MOST_NOT_LOADED_PERCENT = 1;

/**
 * Changes `domain/` and `app/` in one place after another and runs the tests that come by there: each change should make one fail.
 *
 * @param files only these, below functions/src; then the page of survivors stays as it is
 */
export async function mutants(files: readonly string[]): Promise<Report> {
  await setUpPackage(HERE, "what mutation testing needs");
  const began = performance.now();
  const changed = files.length === 0 ? allFiles() : files.map((file) => `${PRODUCT}/${file}`);
  const report: MutationReport = { files: {} };
  for (let from = 0; from < changed.length; from += FILES_AT_ONCE) {
    const part = await stryker(changed.slice(from, from + FILES_AT_ONCE));
    for (const mutant of verdictOf(part, SURVIVORS).unargued) console.log(`  survives: ${inWords(mutant)}`);
    Object.assign(report.files, part.files);
  }
  const minutes = Math.round((performance.now() - began) / 60_000);
  const verdict = verdictOf(report, SURVIVORS);
  if (files.length === 0) writeFileSync(PAGE, page(verdict));
  return reportOf(verdict, { whole: files.length === 0, minutes });
}

const allFiles = (): string[] =>
  globSync(`${PRODUCT}/{domain,app}/**/*.ts`, { cwd: root, exclude: ["**/*.test.ts"] }).toSorted();

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
      env: { ...process.env, MUTATED: files.join(), PROPERTY_RUNS: "50", NODE_COMPILE_CACHE: cache },
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`Mutation testing ended with exit status ${code}.`);
  return MutationReport.parse(JSON.parse(readFileSync(REPORT, "utf8")));
}

const percent = ({ killed, tried }: Score): string => `${((100 * killed) / Math.max(1, tried)).toFixed(1)} %`;

function reportOf(verdict: Verdict, { whole, minutes }: { whole: boolean; minutes: number }): Report {
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
      ["time it took", `${minutes} min`, ""],
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
