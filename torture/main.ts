import { parseArgs } from "node:util";
import { demoSecrets } from "../tools/demo-project.ts";
import { withEmulators } from "../tools/emulators/emulators.ts";
import { freePorts } from "../tools/emulators/ports.ts";
import { main, SetupError } from "../tools/setup/progress.mjs";
import { keepOutput, nothingHeard } from "./heard.ts";
import { PARTS, type BatteryOptions, type Battlefield, type Part } from "./parts.ts";
import { writeFigures } from "./reliability-page.ts";
import type { Report } from "./report.ts";

const USAGE = `npm run torture -- [--short] [--seeds <how many>] [--seed <one>] [--mutate <files>] [--only ${Object.keys(PARTS).join(",")}]`;
const SHORT_SEEDS = 60;
const SEEDS = 10_000;

/** What is to be run. `replay`: one seed again, or the mutants of a few files, whose figures are nobody's. */
interface Battery {
  readonly options: BatteryOptions;
  readonly parts: readonly Part[];
  readonly replay: boolean;
}

/** `npm run torture`: the battery. The full form writes what it measured into docs/reliability.md. */
await main(async () => {
  const battery = commandLine();
  const heard = nothingHeard();
  keepOutput(heard);
  if (!battery.parts.some((part) => PARTS[part].emulators)) return run(battery, { heard, logFolder: "" });
  const options = { ports: await freePorts(), secrets: demoSecrets() };
  return withEmulators(options, async ({ env, logFolder }) => {
    Object.assign(process.env, env, { METADATA_SERVER_DETECTION: "none" });
    return run(battery, { heard, logFolder });
  });
});

async function run({ options, parts, replay }: Battery, field: Battlefield): Promise<number> {
  const words = process.argv.slice(2);
  const command = words.length === 0 ? "npm run torture" : `npm run torture -- ${words.join(" ")}`;
  let findings = 0;
  for (const part of parts) {
    console.log(`\n━━ ${part} ━━\n`);
    const report = await PARTS[part].run(options, field);
    show(report);
    findings += report.violations.length;
    if (!options.short && !replay) writeFigures(report, { part, command, at: new Date() });
  }
  console.log(findings === 0 ? "\nEvery invariant held." : `\n${findings} findings.`);
  return findings === 0 ? 0 : 1;
}

function commandLine(): Battery {
  try {
    const text = { type: "string" } as const;
    const options = { short: { type: "boolean" }, seeds: text, seed: text, only: text, mutate: text } as const;
    const { values } = parseArgs({ options });
    const short = values.short ?? false;
    const mutate = values.mutate?.split(",") ?? [];
    const replay = values.seed !== undefined || mutate.length > 0;
    const names = Object.keys(PARTS) as Part[];
    const usual = names.filter((name) => !short || PARTS[name].inShort);
    const again = mutate.length > 0 ? ["mutants"] : ["simulation"];
    const wanted = replay ? again : (values.only?.split(",") ?? usual);
    const unknown = wanted.find((name) => !names.some((known) => known === name));
    if (unknown !== undefined) throw new Error(`There is no part ${unknown}.`);
    const seeds = replay ? 1 : whole(values.seeds ?? String(short ? SHORT_SEEDS : SEEDS));
    const from = whole(values.seed ?? "1");
    return { options: { short, from, seeds, mutate }, parts: names.filter((name) => wanted.includes(name)), replay };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new Error(`${text} is no whole number above 0.`);
  return Number(text);
}

function show({ title, figures, violations }: Report): void {
  console.log(title);
  const widest = Math.max(...figures.map(([what]) => what.length));
  for (const [what, ours, naive] of figures) {
    console.log(`  ${what.padEnd(widest)}  ${ours}${naive === "" ? "" : `   (call, then write: ${naive})`}`);
  }
  for (const violation of violations) console.log(`  ✖ ${violation}`);
}
