import { startSimulator } from "../graph-simulator/server.ts";
import { TargetRequest } from "../graph-simulator/webhook-control.ts";
import { ownParams } from "./demo-project.ts";

/** How long after a test message its ticks turn, in ms: slowly enough to be seen. */
const STATUS_DELAYS_MS = [800, 2500, 6000];

/** The stand-in for Meta beside the emulators. */
export interface DemoSimulator extends AsyncDisposable {
  readonly url: string;
  /** The origin that the functions call: the simulator's, unless `functions/.env.local` names another. */
  readonly calledByFunctions: string;
}

/** Starts the simulator on this port, its webhooks on the way to the functions. @throws Node's own error when the port is taken. */
export async function demoSimulator(port: number, functionsBaseUrl: string): Promise<DemoSimulator> {
  const simulator = await startSimulator({ port });
  const { url } = simulator;
  simulator.state.webhooks.aim(
    TargetRequest.parse({ url: `${functionsBaseUrl}/metaWebhook`, statusDelaysMs: STATUS_DELAYS_MS }),
  );
  return {
    url,
    calledByFunctions: ownParams()["META_GRAPH_BASE_URL"] ?? url,
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

/** The address of the simulator that already listens on this port; `null`: there is none. */
export async function runningSimulator(port: number): Promise<string | null> {
  const url = `http://127.0.0.1:${port}`;
  try {
    const answer = await fetch(`${url}/_simulator`, { signal: AbortSignal.timeout(2000) });
    return (await answer.text()).includes("Graph simulator") ? url : null;
  } catch {
    return null;
  }
}
