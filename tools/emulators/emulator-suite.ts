import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { demoProject } from "../demo-project.ts";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";
import { functionsBaseUrl, readLine, type EmulatorOutput } from "./emulator-output.ts";
import type { EmulatorRun } from "./emulator-run.ts";
import { firebaseCommand } from "./firebase-cli.ts";
import { followLines } from "./follow-lines.ts";
import type { EmulatorPorts } from "./ports.ts";

const START_MS = 5 * 60_000;
const STOP_MS = 20_000;

/** The emulator suite, up and ready. */
export interface Emulators {
  project: string;
  ports: EmulatorPorts;
  /** What a program needs in its environment to talk to them: `*_EMULATOR_HOST`, `FUNCTIONS_BASE_URL`, `GCLOUD_PROJECT`. */
  env: Record<string, string>;
  /** The address of a callable or HTTPS function is this, a slash and its name. */
  functionsBaseUrl: string;
  /** Folder of everything that was printed and logged: emulators.log, firebase-debug.log, firestore-debug.log. */
  logFolder: string;
}

/** A suite that has been started and may not be up yet. */
export interface Suite {
  ready: Promise<Emulators>;
  /** Rejects when the emulators end before they are stopped. */
  died: Promise<never>;
  stop: () => Promise<void>;
}

/**
 * Starts the firebase CLI. Its output goes straight into a file and it lives as long as its standard input is open, so
 * that it ends cleanly, with its Java process, even when the process that runs this is killed. It has a process group
 * of its own, so that a Ctrl-C reaches it only through here, and once.
 */
export function launch(
  run: EmulatorRun,
  options: { ports: EmulatorPorts; env: NodeJS.ProcessEnv; ui: boolean; onLine: (line: string) => void },
): Suite {
  const log = path.join(run.folder, "emulators.log");
  const descriptor = openSync(log, "a");
  const [program, args] = firebaseCommand(emulatorArguments(run.config, options.ui));
  const env = { ...options.env, FIREBASE_DEBUG_PATH: run.folder + path.sep };
  const child = spawn(program, args, { cwd: run.folder, env, detached: true, stdio: ["pipe", descriptor, descriptor] });
  closeSync(descriptor);
  child.stdin?.on("error", () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.once("exit", () => resolve());
    child.once("error", reject);
  });
  const output: EmulatorOutput = { functions: {}, tail: [] };
  const up = Promise.withResolvers<void>();
  const unfollow = followLines(log, (line) => {
    if (readLine(output, line)) options.onLine(line);
    if (output.env !== undefined) up.resolve();
  });
  let javaPid: number | undefined;
  const died = ended.then((): never => {
    throw new SetupError(`The emulators have ended. The last they said:\n\n${output.tail.join("\n")}`);
  });
  const tooSlow = sleep(START_MS, undefined, { ref: false }).then((): never => {
    const minutes = START_MS / 60_000;
    throw new SetupError(
      `The emulators were not up after ${minutes} minutes. The last they said:\n\n${output.tail.join("\n")}`,
    );
  });
  const ready = Promise.race([up.promise, died, tooSlow]).then(async () => {
    javaPid = await firestorePid(options.ports.hub);
    return describe(run, options.ports, output);
  });
  for (const promise of [died, tooSlow, ready]) promise.catch(() => undefined);
  return {
    ready,
    died,
    stop: async () => {
      child.stdin?.end();
      await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })]);
      if (child.exitCode === null && child.signalCode === null) {
        if (child.pid !== undefined) kill(-child.pid);
        if (javaPid !== undefined) kill(javaPid);
        await ended;
      }
      unfollow();
    },
  };
}

function emulatorArguments(config: string, ui: boolean): string[] {
  const keeper = `"${process.execPath}" "${path.join(root, "tools", "emulators", "emulator-keeper.mjs")}"`;
  const only = ["--only", "auth,firestore,functions,hosting"];
  return ["--config", config, "--project", demoProject, "emulators:exec", ...(ui ? ["--ui"] : []), ...only, keeper];
}

function describe(run: EmulatorRun, ports: EmulatorPorts, output: EmulatorOutput): Emulators {
  if (output.failure !== undefined) throw new SetupError(`${output.failure}\n\n${output.tail.join("\n")}`);
  const baseUrl = functionsBaseUrl(output);
  const own = { FUNCTIONS_BASE_URL: baseUrl, HOSTING_EMULATOR_HOST: `127.0.0.1:${ports.hosting}` };
  return {
    project: demoProject,
    ports,
    env: { ...output.env, ...own },
    functionsBaseUrl: baseUrl,
    logFolder: run.folder,
  };
}

const Hub = z.object({ firestore: z.object({ pid: z.int().positive() }) });

/** The CLI starts Java in a process group of its own; this is for the case that the CLI hangs and must be killed. */
async function firestorePid(hubPort: number): Promise<number | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${hubPort}/emulators`);
    return Hub.parse(await answer.json()).firestore.pid;
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
