import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { demoParams, demoSecrets } from "../../tools/demo-project.ts";
import { freePort } from "../../tools/emulators/ports.ts";
import { root } from "../../tools/root.ts";
import type { Heard } from "../heard.ts";

const FRAMEWORK = fileURLToPath(new URL("main.js", import.meta.resolve("@google-cloud/functions-framework")));
const MEMORY_LIMIT = new URL("memory-limit.mjs", import.meta.url).href;
const SOURCES = {
  ours: path.join(root, "functions"),
  naive: path.join(import.meta.dirname, "naive-functions.mjs"),
} as const;
const HOST = "127.0.0.1";
const MIB = 1024 * 1024;

const Peak = z.object({ peak: z.number() });

/** What is served, and in how much memory. */
export interface Limited {
  readonly way: keyof typeof SOURCES;
  /** The folder of the functions; left out: that of the way. */
  readonly source?: string | undefined;
  readonly name: "registerPhoneNumber" | "metaWebhook";
  readonly memoryMib: number;
  readonly graphUrl: string;
  readonly heard: Heard;
}

/** One function behind Google's own functions-framework, in a process that is killed when it takes more memory than it may. */
export interface LimitedProcess {
  readonly url: string;
  /** The errors that it has logged. */
  errors(): readonly string[];
  /** Ends it. In MiB, what it took at most; and whether it was killed for it, or ended in some other way. */
  stop(): Promise<{ readonly peakMib: number; readonly died: boolean }>;
}

/**
 * Starts one built function as Google does in production. It talks to the emulators, whose addresses the environment must hold.
 *
 * @throws Error with what it printed, when it does not come up
 */
export async function limitedProcess({
  way,
  source,
  name,
  memoryMib,
  graphUrl,
  heard,
}: Limited): Promise<LimitedProcess> {
  const port = await freePort();
  const { PATH, FIRESTORE_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST, GCLOUD_PROJECT } = process.env;
  const child = spawn(process.execPath, ["--import", MEMORY_LIMIT, FRAMEWORK, `--source=${source ?? SOURCES[way]}`], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...demoParams(),
      ...demoSecrets(),
      PATH,
      FIRESTORE_EMULATOR_HOST,
      FIREBASE_AUTH_EMULATOR_HOST,
      GCLOUD_PROJECT,
      NODE_ENV: "production",
      FUNCTION_TARGET: name,
      PORT: String(port),
      METADATA_SERVER_DETECTION: "none",
      META_GRAPH_BASE_URL: graphUrl,
      MEMORY_LIMIT_MIB: String(memoryMib),
    },
  });
  let peak = 0;
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed.push(text);
      (way === "ours" ? heard.printed : heard.naive).push(text);
    });
  child.on("message", (message) => (peak = Math.max(peak, Peak.parse(message).peak)));
  const ended = once(child, "close");
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  while (isRunning() && !(await isServed(port))) await pause(50);
  child.send("served", () => undefined);
  if (!isRunning()) throw new Error(`${name} did not start in ${memoryMib} MiB:\n${printed.join("")}`);
  return {
    url: `http://${HOST}:${port}`,
    errors: () =>
      printed
        .join("")
        .split("\n")
        .filter((line) => line.includes('"severity":"ERROR"')),
    stop: async () => {
      const told = once(child, "message");
      // One that has just been killed is past being asked.
      child.send("how much?", () => undefined);
      await Promise.race([told, ended]);
      const died = !isRunning() || peak > memoryMib * MIB;
      child.kill("SIGKILL");
      await ended;
      return { peakMib: Math.round(peak / MIB), died };
    },
  };
}

function isServed(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: HOST });
  socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
}
