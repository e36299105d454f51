import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { table } from "../../graph-simulator/markdown-table.ts";
import { root } from "../../tools/root.ts";
import { OLD_ANSWERS } from "./old-answers.ts";

/** The unit tests that are run: those of the pure domain, of the reads that the old answers went through, and of choosing a template. */
const TESTS = [
  "functions/src/domain/**/*.test.ts",
  "functions/src/app/choose-template.test.ts",
  "functions/src/graph/{diagnosis-reads,error-forms,inspect-token}.test.ts",
];

const HOOK = pathToFileURL(path.join(root, "torture", "old-answers", "planted.ts")).href;

/** Runs the tests with one old answer planted, or none. @throws when they could not be run */
function failing(answer: number | null): number {
  const files = globSync(TESTS, { cwd: root });
  const env = { ...process.env, PROPERTY_RUNS: "20", ...(answer === null ? {} : { OLD_ANSWER: String(answer) }) };
  const { stdout } = spawnSync(
    process.execPath,
    ["--import", HOOK, "--test", "--test-isolation=none", "--test-reporter=tap", ...files],
    {
      cwd: root,
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  const [passed, failed] = ["pass", "fail"].map((word) => new RegExp(`^# ${word} (\\d+)$`, "mu").exec(stdout)?.[1]);
  if (passed === undefined || failed === undefined || passed === "0")
    throw new Error(`No tests ran: ${stdout.slice(-500)}`);
  return Number(failed);
}

/** Counts, for each old answer, the unit tests that fail once it is put back, and prints the table of docs/field-reports.md. */
function main(): void {
  const soundness = failing(null);
  if (soundness > 0) throw new Error(`${soundness} tests fail without any old answer: nothing can be counted.`);
  const rows = OLD_ANSWERS.map(({ title }, place) => {
    const count = failing(place);
    process.stderr.write(`${count}  ${title}\n`);
    return [title, String(count)];
  });
  process.stdout.write(`${table(["the old answer, planted", "unit tests that fail"], rows)}\n`);
}

main();
