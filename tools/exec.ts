import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demoSimulator, runningSimulator } from "./demo-simulator.ts";
import { addDemoUsers, DEMO_USERS } from "./demo-users.ts";
import type { Emulators } from "./emulators/emulator-suite.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { interruption } from "./emulators/interrupt.ts";
import { chosenPorts, requireFree, simulatorPort } from "./emulators/ports.ts";
import { simulatorParams } from "./emulators/simulator-params.ts";
import { root } from "./root.ts";
import { main, SetupError } from "./setup/progress.mjs";

const GRACE_MS = 10_000;

const USAGE = `npm run emulators:exec -- '<command>'                   your command, with the emulators and the simulator up
npm run emulators:exec -- --no-simulator '<command>'    without the simulator and the demo's users`;

/**
 * `npm run emulators:exec -- '<command>'`: runs a shell command while the emulators are up, and exits with its status. The simulator
 * of Meta's API and the demo's users are there as well, unless `--no-simulator` comes first. Several arguments are one program and
 * its arguments, without a shell.
 */
await main(async () => {
  const words = process.argv.slice(2);
  const alone = words[0] === "--no-simulator";
  const command = alone ? words.slice(1) : words;
  if (command.length === 0) throw new SetupError(`Say what to run:\n\n${USAGE}`);
  const ports = chosenPorts();
  const running = alone ? null : await runningSimulator(simulatorPort());
  if (!alone && running === null) await requireFree(ports, { ui: false, simulator: simulatorPort() });
  const options = { ports, params: simulatorParams(), graceMs: GRACE_MS + 1000, onLine: printed };
  return withEmulators(options, async (emulators, interrupted) => {
    if (alone) return runCommand(command, emulators.env, interrupted);
    await using parts = new AsyncDisposableStack();
    const url = running ?? parts.use(await demoSimulator(simulatorPort(), emulators.functionsBaseUrl)).url;
    await addDemoUsers(`127.0.0.1:${ports.auth}`);
    return await runCommand(command, { ...emulators.env, ...demoEnvironment(url) }, interrupted);
  });
});

/** What a command needs besides the emulators' addresses: the simulator's, and the demo operator's sign-in. */
function demoEnvironment(simulatorUrl: string): Emulators["env"] {
  const { email, password } = DEMO_USERS.operator;
  return { SIMULATOR_URL: simulatorUrl, DEMO_OPERATOR_EMAIL: email, DEMO_OPERATOR_PASSWORD: password };
}

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
  const options = { shell, stdio: "inherit", cwd: folderOfCaller(), detached: !windows } as const;
  const child = spawn(program, args, { ...options, env: { ...process.env, ...env } });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
  const status = await Promise.race([ended, endOnInterruption(child, ended, interrupted)]);
  signalGroup(child, "SIGTERM");
  return status;
}

/** Where npm was called, where that is another repository (`npm --prefix <here> run emulators:exec -- …`); else this one's root. */
function folderOfCaller(env: NodeJS.ProcessEnv = process.env): string {
  const caller = env["INIT_CWD"] ?? root;
  return path.relative(root, caller).startsWith("..") ? caller : root;
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
