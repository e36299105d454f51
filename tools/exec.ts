import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { withEmulators } from "./emulators/emulators.ts";
import { interruption } from "./emulators/interrupt.ts";
import { chosenPorts } from "./emulators/ports.ts";
import { simulatorParams } from "./emulators/simulator-params.ts";
import { main, SetupError } from "./setup/progress.mjs";

const GRACE_MS = 10_000;

/**
 * `npm run emulators:exec -- '<command>'`: runs a shell command while the emulators are up, and exits with its status.
 * Several arguments are one program and its arguments, without a shell.
 */
await main(async () => {
  const command = process.argv.slice(2);
  if (command.length === 0) throw new SetupError("Say what to run: npm run emulators:exec -- '<command>'");
  const options = { ports: chosenPorts(), params: simulatorParams(), graceMs: GRACE_MS + 1000, onLine: printed };
  return withEmulators(options, (emulators, interrupted) => runCommand(command, emulators.env, interrupted));
});

function printed(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The command has a process group of its own, so that what it leaves running ends with it. */
async function runCommand(
  [program = "", ...args]: readonly string[],
  env: Record<string, string>,
  interrupted: AbortSignal,
): Promise<number> {
  const shell = args.length === 0;
  const windows = process.platform === "win32";
  const child = spawn(program, args, { shell, stdio: "inherit", env: { ...process.env, ...env }, detached: !windows });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
  const status = await Promise.race([ended, endOnInterruption(child, ended, interrupted)]);
  signalGroup(child, "SIGTERM");
  return status;
}

async function endOnInterruption(
  child: ChildProcess,
  ended: Promise<number>,
  interrupted: AbortSignal,
): Promise<number> {
  await interruption(interrupted);
  signalGroup(child, "SIGINT");
  return Promise.race([ended, sleep(GRACE_MS, 130, { ref: false })]);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // Nothing of it runs any more.
  }
}
