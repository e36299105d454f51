import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { firebaseCommand, firebaseEnv } from "../../tools/emulators/firebase-cli.ts";
import { freePorts } from "../../tools/emulators/ports.ts";
import { root } from "../../tools/root.ts";
import { STRANGERS_PROJECT } from "./stranger.ts";

const START_MS = 3 * 60_000;
const STOP_MS = 20_000;
const KEEPER = path.join(root, "tools", "emulators", "emulator-keeper.mjs");

/** The functions emulator of a stranger's project; Firestore and Auth are those of the test run. */
export interface StrangersEmulator {
  /** Before a region, a slash and a function's name. */
  readonly url: string;
  /** Everything that it and the functions have printed. */
  output(): string;
  close(): Promise<void>;
}

/** @throws Error when the functions are not up in time, with the last that was printed. */
export async function startStrangersEmulator(
  folder: string,
  functions: readonly unknown[],
): Promise<StrangersEmulator> {
  const ports = await freePorts();
  const at = (port: number): object => ({ host: "127.0.0.1", port });
  const { functions: port, hub, logging, eventarc, tasks } = ports;
  const emulators = {
    functions: at(port),
    hub: at(hub),
    logging: at(logging),
    eventarc: at(eventarc),
    tasks: at(tasks),
    ui: { enabled: false },
  };
  writeFileSync(path.join(folder, "firebase.json"), JSON.stringify({ functions, emulators }));
  const keeper = `"${process.execPath}" "${KEEPER}"`;
  const args = ["--project", STRANGERS_PROJECT, "emulators:exec", "--only", "functions", keeper];
  const [program, all] = firebaseCommand(args);
  const child = spawn(program, all, { cwd: folder, env: firebaseEnv(undefined), stdio: "pipe" });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const ended = once(child, "close");
  const close = async (): Promise<void> => {
    child.stdin.end();
    const killing = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(killing);
  };
  const deadline = Date.now() + START_MS;
  while (!printed.includes("EMULATORS READY ")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error(
        `The functions of a stranger's project were not up in time. The last they said:\n${printed.slice(-4000)}`,
      );
    }
    await pause(100);
  }
  return { url: `http://127.0.0.1:${port}/${STRANGERS_PROJECT}`, output: () => printed, close };
}
