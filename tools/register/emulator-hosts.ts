import { chosenPorts } from "../emulators/ports.ts";
import { SetupError } from "../setup/progress.mjs";
import type { EmulatorHosts } from "./session.ts";

/**
 * Where the emulators are: those of `emulators:exec`, whose environment says so, or those of `npm start`, where they are `named`. `null`: the
 * project itself is meant. Tells the Admin SDK, too.
 * @throws SetupError when the environment names the Auth emulator and not the others: a real project must not get half of a run.
 */
export function emulatorHosts(named: boolean, env: NodeJS.ProcessEnv = process.env): EmulatorHosts | null {
  const auth = env["FIREBASE_AUTH_EMULATOR_HOST"];
  if (auth === undefined && !named) return null;
  if (auth === undefined) {
    const ports = chosenPorts(env);
    const at = (port: number): string => `127.0.0.1:${port}`;
    env["FIREBASE_AUTH_EMULATOR_HOST"] = at(ports.auth);
    return { auth: at(ports.auth), functions: at(ports.functions), firestore: at(ports.firestore) };
  }
  const functions = URL.parse(env["FUNCTIONS_BASE_URL"] ?? "")?.host;
  const firestore = env["FIRESTORE_EMULATOR_HOST"];
  if (functions === undefined || firestore === undefined)
    throw new SetupError(
      "FIREBASE_AUTH_EMULATOR_HOST is set, but FUNCTIONS_BASE_URL or FIRESTORE_EMULATOR_HOST is not: run this through npm run emulators:exec.",
    );
  return { auth, functions, firestore };
}
