import { buildFunctions } from "../build.ts";
import { demoProject } from "../demo-project.ts";
import { findJava, javaPart } from "../machine/java.ts";
import { provide, type Part } from "../machine/provide.ts";
import { step } from "../setup/progress.mjs";
import { newRun, removeRun } from "./emulator-run.ts";
import { launch, type Emulators } from "./emulator-suite.ts";
import { firebaseEnv } from "./firebase-cli.ts";
import { firestoreEmulator, firestorePart } from "./firestore-emulator.ts";
import { afterInterruption, interruptible } from "./interrupt.ts";
import { requireFree, type EmulatorPorts } from "./ports.ts";

/** How the emulator suite is to be started. */
export interface EmulatorOptions {
  ports: EmulatorPorts;
  /** Params for the functions that differ from the demo project's. */
  params?: Record<string, string>;
  /**
   * Given, the functions see nothing of the person's own `.env.local` and `.secret.local`: they get the invented
   * secrets, and these instead where named. Left out, they see both, and `.env.local` wins over `params`.
   */
  secrets?: Record<string, string>;
  /** Whether the Emulator UI is started as well. */
  ui?: boolean;
  /** Is told each line that the emulators and functions print. */
  onLine?: (line: string) => void;
  /** How long the work may take to end after an interruption; default 1000. */
  graceMs?: number;
  /** Whether the run's log files stay in `.emulators/` after it. */
  keepLogs?: () => boolean;
}

/** What the emulators need that npm does not install. */
export function emulatorParts(): Part[] {
  return [javaPart(), firestorePart()];
}

/**
 * Starts the auth, firestore, functions and hosting emulators, runs `work`, and stops them whatever happens. SIGINT,
 * SIGTERM and SIGHUP end the work through the AbortSignal that it is given, and then the emulators.
 *
 * @throws SetupError when something is missing on the machine, a port is taken, or the emulators do not start.
 * @throws Interrupted after such a signal.
 */
export async function withEmulators<T>(
  options: EmulatorOptions,
  work: (emulators: Emulators, interrupted: AbortSignal) => Promise<T>,
): Promise<T> {
  const { ports, ui = false, onLine = () => undefined, graceMs = 1000, keepLogs = () => false } = options;
  await requireFree(ports, { ui });
  await provide(emulatorParts());
  const { home } = await findJava();
  const env = firebaseEnv(home);
  Object.assign(env, firestoreEmulator(env));
  await buildFunctions();
  return interruptible(async (interrupted) => {
    const run = newRun(ports, functionsEnvironment(options));
    const suite = launch(run, { ports, env, ui, onLine });
    try {
      const starting = Promise.race([suite.ready, afterInterruption(interrupted)]);
      const emulators = await step("starting the emulators", () => starting);
      return await Promise.race([work(emulators, interrupted), suite.died, afterInterruption(interrupted, graceMs)]);
    } finally {
      await suite.stop();
      removeRun(run, keepLogs());
    }
  });
}

function functionsEnvironment({ params = {}, secrets }: EmulatorOptions): Parameters<typeof newRun>[1] {
  if (secrets === undefined && Object.keys(params).length === 0) return undefined;
  return { project: demoProject, params, secrets };
}
