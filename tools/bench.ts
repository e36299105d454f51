import { parseArgs } from "node:util";
import { startSimulator } from "../graph-simulator/server.ts";
import { artefacts } from "./bench/artefacts.ts";
import { costFigures } from "./bench/cost.ts";
import type { Figure } from "./bench/figure.ts";
import { freshNumber } from "./bench/fresh-number.ts";
import { ground, type Ground } from "./bench/ground.ts";
import { keep } from "./bench/history.ts";
import { callFigures } from "./bench/measure-calls.ts";
import { countFigures } from "./bench/measure-counts.ts";
import { roundTripFigures } from "./bench/measure-round-trips.ts";
import { sizeFigures } from "./bench/measure-size.ts";
import { otherStartFigures, startFigures } from "./bench/measure-start.ts";
import { registering, registration } from "./bench/requests.ts";
import { addDemoUsers } from "./demo-users.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { freePorts } from "./emulators/ports.ts";
import { main, step } from "./setup/progress.mjs";

const { values, positionals: chosen } = parseArgs({
  options: { short: { type: "boolean" }, keep: { type: "boolean" } },
  allowPositionals: true,
});

const ROUNDS =
  values.short === true
    ? { start: 3, calls: 20, trips: 3, webhook: 1 }
    : { start: 9, calls: 100, trips: 7, webhook: 5 };

/**
 * `npm run bench`: the deployed code beside a naive way of doing the same, in one run, in turn; medians and ratios. Named measures
 * alone: `npm run bench -- start calls`. `--short`: fewer rounds. `--keep`: the run joins docs/performance.json, of which
 * `npm run docs` makes the page.
 */
await main(async () => {
  const simulator = await startSimulator();
  try {
    await withEmulators({ ports: await freePorts(), params: {}, secrets: {} }, async ({ env }) => {
      Object.assign(process.env, env, { METADATA_SERVER_DETECTION: "none" });
      const { FIRESTORE_EMULATOR_HOST: firestore = "", FIREBASE_AUTH_EMULATOR_HOST: auth = "" } = env;
      await addDemoUsers(auth);
      using built = artefacts();
      await using on = await ground(built, simulator, { firestore, auth });
      // It reads the environment when it is loaded.
      const { webhookFigures } = await import("./bench/measure-webhook.ts");
      const { partFigures } = await import("./bench/measure-parts.ts");
      const { reconcilerFigures } = await import("./bench/measure-reconciler.ts");
      const measures: readonly (readonly [string, () => Figure[] | Promise<Figure[]>])[] = [
        ["size", () => sizeFigures(built)],
        ["counts", () => countFigures(on)],
        ["start", () => startFigures(on, ROUNDS.start)],
        ["others", () => otherStartFigures(on, ROUNDS.start)],
        ["calls", () => callFigures(on, ROUNDS.calls)],
        ["parts", () => partFigures(on, ROUNDS.calls)],
        ["trips", () => roundTripFigures(on, ROUNDS.trips)],
        ["webhook", () => webhookFigures(on, ROUNDS.webhook)],
        ["reconciler", () => reconcilerFigures(on)],
      ];
      await step("warming up the emulators", () => warmUp(on));
      const figures: Figure[] = [];
      for (const [name, measure] of measures)
        if (chosen.length === 0 || chosen.includes(name)) {
          const found = await step(name, measure);
          process.stdout.write(`${found.map(line).join("\n")}\n`);
          figures.push(...found);
        }
      const cost = costFigures(figures);
      figures.push(...cost);
      process.stdout.write(`${cost.map(line).join("\n")}\n`);
      if (values.keep === true) keep(figures);
    });
  } finally {
    await simulator.close();
  }
});

/** An emulator that has just started takes seconds for its first requests, and calls give up before. */
async function warmUp(on: Ground): Promise<void> {
  for (const way of ["ours", "naive"] as const) {
    await using served = await on.serve(way, "registerPhoneNumber");
    const register = (): Promise<boolean> =>
      registering(registration(served.url, freshNumber(on.simulator), on.idToken)).then(
        () => true,
        () => false,
      );
    for (let turn = 0; turn < 10 && !(await register()); turn += 1);
    await registering(registration(served.url, freshNumber(on.simulator), on.idToken));
  }
}

function line({ measure, unit, ours, naive, ratio }: Figure): string {
  const beside = naive === null ? "" : `, naive ${naive.toFixed(1)}`;
  return `${measure.padEnd(72)} ${ours.toFixed(1)} ${unit}${beside}${ratio === null ? "" : `, ratio ${ratio.toFixed(2)}`}`;
}
