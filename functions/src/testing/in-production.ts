import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A process with the environment of Cloud Run, and nothing of this one's but the way to programs. */
export interface ProductionProcess {
  /** Where the function is served; `null`: the process ended without serving it. */
  readonly url: string | null;
  /** Everything it has printed. */
  output(): string;
  /** Its exit status, once it has ended or was stopped. */
  stop(): Promise<number | null>;
}

const CLOUD_RUN = {
  K_SERVICE: "function",
  K_CONFIGURATION: "function",
  K_REVISION: "function-00001",
  NODE_ENV: "production",
  GCLOUD_PROJECT: "some-project",
  META_SYSTEM_USER_TOKEN: "EAAproduction",
  META_APP_SECRET: "production-app-secret",
  META_PHONE_NUMBER_ID: "550000000000001",
  META_WABA_ID: "777000000000001",
  ENFORCE_APP_CHECK: "true",
};

/** The program that Google starts in front of a function. */
const FRAMEWORK = new URL("main.js", import.meta.resolve("@google-cloud/functions-framework"));
const INDEX = new URL("../index.ts", import.meta.url).href;
const HOST = "127.0.0.1";

/**
 * Serves one function of index.ts, or of another module, with functions-framework, in a process of its own. `env` is added to
 * what Cloud Run sets, or takes from it.
 */
export async function inProduction(
  name: string,
  env: NodeJS.ProcessEnv = {},
  module: string = INDEX,
): Promise<ProductionProcess> {
  // The framework loads the package in a folder; this one stands for the sources as they are now, built or not.
  const folder = await mkdtemp(path.join(tmpdir(), "production-"));
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.js" }));
  await writeFile(path.join(folder, "index.js"), `export * from ${JSON.stringify(module)};`);
  const production = await packageInProduction(folder, name, env);
  await rm(folder, { recursive: true });
  return production;
}

/** The same of the package in a folder, with its own packages. */
export async function packageInProduction(
  folder: string,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<ProductionProcess> {
  const port = await unusedPort();
  const child = spawn(process.execPath, [FRAMEWORK.pathname, `--source=${folder}`], {
    env: { PATH: process.env["PATH"], ...CLOUD_RUN, FUNCTION_TARGET: name, PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const ended = once(child, "close");
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  while (isRunning() && !(await isServed(port))) await pause(20);
  return {
    url: isRunning() ? `http://${HOST}:${port}` : null,
    output: () => printed,
    stop: async () => {
      child.kill();
      await ended;
      return child.exitCode;
    },
  };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function isServed(port: number): Promise<boolean> {
  const socket = connect({ port, host: HOST });
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
