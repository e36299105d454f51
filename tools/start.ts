import { buildConsole } from "./console-build.ts";
import { startBeat } from "./demo-beat.ts";
import { ownParams } from "./demo-project.ts";
import { demoSimulator } from "./demo-simulator.ts";
import { addDemoUsers } from "./demo-users.ts";
import { emulatorUiAvailable } from "./emulators/emulator-ui.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { interruption } from "./emulators/interrupt.ts";
import { chosenPorts, requireFree, simulatorPort } from "./emulators/ports.ts";
import { simulatorParams } from "./emulators/simulator-params.ts";
import { main, step } from "./setup/progress.mjs";
import { welcome } from "./welcome.ts";

/** `npm start`: emulators, graph simulator and the operator's page, until Ctrl-C. */
await main(async () => {
  const ports = chosenPorts();
  const ui = await emulatorUiAvailable();
  await requireFree(ports, { ui, simulator: simulatorPort() });
  const page = await buildConsole(simulatorCalled());
  const options = { ports, params: simulatorParams(), ui, onLine: shown };
  await withEmulators(options, async (emulators, interrupted) => {
    await using parts = new AsyncDisposableStack();
    const simulator = parts.use(await demoSimulator(simulatorPort(), emulators.functionsBaseUrl));
    await step("adding the demo users", () => addDemoUsers(`127.0.0.1:${ports.auth}`));
    if (simulator.calledByFunctions === simulator.url) parts.use(startBeat(emulators, simulator.url));
    console.log(welcome({ emulators, simulator, console: page, ui }));
    await interruption(interrupted);
    console.log("\nStopping ...");
  });
});

/** The simulator's address, if the functions call it. */
function simulatorCalled(): string | null {
  const url = `http://127.0.0.1:${simulatorPort()}`;
  return (ownParams()["META_GRAPH_BASE_URL"] ?? url) === url ? url : null;
}

/** The web page's own requests would bury what the functions say. */
function shown(line: string): void {
  if (!line.includes(" hosting: 127.0.0.1 ")) console.log(line);
}
