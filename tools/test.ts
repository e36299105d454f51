import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { main, seconds, SetupError } from "./setup/progress.mjs";
import { provideFor, runStageSafely, STAGES, type Selection, type Stage } from "./testing/stages.ts";

const USAGE = `npm test -- [--only static,unit,emulators] [--name <pattern>] [--verbose] [<part of a test file's path> ...]`;

const TITLES: Record<Stage, string> = {
  static: "Static checks",
  unit: "Unit tests",
  emulators: "Tests in the emulators",
};

/** What a filter on tests applies to. */
const TESTS = ["unit", "emulators"] as const;

/** `npm test`: static checks, unit tests, tests that need the emulators; the last line sums up. */
await main(async () => {
  const { stages, selection } = commandLine();
  await provideFor(stages, selection);
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const stage of stages) {
    console.log(`\n━━ ${TITLES[stage]} ━━\n`);
    const begun = performance.now();
    const result = await runStageSafely(stage, selection);
    passed += result.passed;
    failed += result.failed;
    const counts = `${result.passed} passed, ${result.failed} failed, ${seconds(performance.now() - begun)}`;
    lines.push([`  ${stage.padEnd(10)} ${counts}`, ...result.remarks].join("; "));
  }
  console.log(`\n━━ Summary ━━\n\n${lines.join("\n")}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

function commandLine(): { stages: readonly Stage[]; selection: Selection } {
  try {
    const options = { only: { type: "string" }, name: { type: "string" }, verbose: { type: "boolean" } } as const;
    const { values, positionals: files } = parseArgs({ options, allowPositionals: true });
    const wanted = values.only?.split(",") ?? [...(files.length > 0 || values.name !== undefined ? TESTS : STAGES)];
    const unknown = wanted.find((stage) => !STAGES.some((known) => known === stage));
    if (unknown !== undefined) throw new Error(`There is no stage ${unknown}.`);
    const stages = STAGES.filter((stage) => wanted.includes(stage));
    return { stages, selection: { name: values.name, files, verbose: values.verbose ?? false } };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}
