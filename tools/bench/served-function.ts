import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { demoParams, demoSecrets } from "../demo-project.ts";
import { freePort } from "../emulators/ports.ts";

const FRAMEWORK = fileURLToPath(new URL("main.js", import.meta.resolve("@google-cloud/functions-framework")));
/**
 * What Node takes for its heap in a container of 256 MiB, which it does not know of here: half of it, with a small nursery (Node,
 * Command-line API, `--max-semi-space-size`). A nursery of the usual size beside so small a heap has it collected all the time.
 */
export const HEAP: readonly string[] = ["--max-old-space-size=128", "--max-semi-space-size=1"];
const REPORT = new URL("report.mjs", import.meta.url).href;

const Usage = z.object({ cpuMs: z.number(), peakMib: z.number() });
/** What a process has taken since it started. */
export type Usage = z.infer<typeof Usage>;

/** One function of an artefact, in a process of its own behind Google's functions-framework, as in production. */
export interface ServedFunction extends AsyncDisposable {
  readonly url: string;
  /** `performance.now()` when the process was started. */
  readonly startedAt: number;
  /** From the start of the process. */
  readonly listeningMs: number;
  usage(): Promise<Usage>;
}

/**
 * @param artefact folder of the functions
 * @param env beside the demo project's params and secrets
 * @throws Error with what it printed, when it ends by itself
 */
export async function servedFunction(
  artefact: string,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<ServedFunction> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...HEAP, "--import", REPORT, FRAMEWORK, `--source=${artefact}`], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...demoParams(),
      ...demoSecrets(),
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      METADATA_SERVER_DETECTION: "none",
      FUNCTION_TARGET: name,
      PORT: String(port),
      ...env,
    },
  });
  const printed: string[] = [];
  const hear = (text: string): void => void printed.push(text);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", hear);
  const exited = once(child, "exit");
  const died = exited.then(() => {
    throw new Error(`${name} has ended: ${printed.join("").slice(-4000)}`);
  });
  died.catch(() => undefined);
  const told = async (): Promise<unknown> => ((await Promise.race([once(child, "message"), died])) as unknown[])[0];
  await told();
  const listeningMs = performance.now() - startedAt;
  return {
    url: `http://127.0.0.1:${port}/`,
    startedAt,
    listeningMs,
    usage: async () => {
      child.send("usage");
      return Usage.parse(await told());
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
