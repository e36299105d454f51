import { startSimulator } from "../graph-simulator/server.ts";
import type { Comparison } from "./bench/interleaved.ts";
import { startup } from "./bench/startup.ts";
import { demoSecrets } from "./demo-project.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { freePorts } from "./emulators/ports.ts";
import { main, step } from "./setup/progress.mjs";

const STARTUP_ROUNDS = 9;
const REGISTRATION_ROUNDS = 60;
const WEBHOOK_ROUNDS = 5;

/** `npm run bench`: speed and memory beside a naive way of doing the same, in one run, in turn; medians and ratios. */
await main(async () => {
  const simulator = await startSimulator();
  try {
    const options = {
      ports: await freePorts(),
      params: { META_GRAPH_BASE_URL: simulator.url },
      secrets: demoSecrets(),
    };
    await withEmulators(options, async ({ env }) => {
      Object.assign(process.env, env, { METADATA_SERVER_DETECTION: "none" });
      // These read the environment when they are loaded.
      const { initializeApp } = await import("./product-packages.ts");
      initializeApp();
      const { registrationCost } = await import("./bench/registration.ts");
      const { webhookThroughput } = await import("./bench/webhook.ts");
      const started = await step("loading the functions, in turn", () => startup(STARTUP_ROUNDS));
      const cost = await step("registering, in turn", () => registrationCost(simulator, REGISTRATION_ROUNDS));
      const throughput = await step("delivering webhooks, in turn", () => webhookThroughput(WEBHOOK_ROUNDS));
      show("Loading before the first call (ours: all functions; naive: the packages' indexes alone)", [
        row("time, ms", started.ms),
        row("memory of the process, MB", started.rssMb),
      ]);
      show("Registering a fresh number (naive: call Meta, then write the status)", [
        row("time, ms", cost.ms),
        `  requests to Meta                ours ${cost.requests.ours}, naive ${cost.requests.naive}; of these POSTs 1 and 1`,
      ]);
      show("Webhook deliveries a second (naive: parse, then write; no signature, no order, no duplicates told apart)", [
        row("one status of a message each", throughput.statuses),
        row("one event each", throughput.events),
        row("a hundred events each", throughput.batches),
      ]);
    });
  } finally {
    await simulator.close();
  }
});

function row(what: string, { ours, naive, ratio }: Comparison): string {
  return `  ${what.padEnd(30)}  ours ${ours.toFixed(1)}, naive ${naive.toFixed(1)}, ratio ${ratio.toFixed(2)}`;
}

function show(heading: string, rows: readonly string[]): void {
  process.stdout.write(`\n${heading}\n${rows.join("\n")}\n`);
}
