import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { root } from "./root.ts";

/**
 * The project of the emulators. Its id begins with `demo-`, so that the firebase CLI never leaves this machine for it. It is
 * not read from .firebaserc: `firebase use --add` writes the person's own project there, perhaps as `default`.
 */
export const demoProject = "demo-whatsapp-registration";

/** The params that the demo project's functions are given. */
export function demoParams(): Record<string, string> {
  return values(`functions/.env.${demoProject}`);
}

/** The params that the person has set in `functions/.env.local`, which win over the demo project's. */
export function ownParams(): Record<string, string> {
  return valuesIfAny("functions/.env.local");
}

/** The secrets that functions started from this repository see. */
export function localSecrets(): Record<string, string> {
  return { ...demoSecrets(), ...valuesIfAny("functions/.secret.local") };
}

/** The invented secrets that set-up gives a new clone; the graph simulator accepts them. */
export function demoSecrets(): Record<string, string> {
  return values("functions/.secret.local.example");
}

function valuesIfAny(file: string): Record<string, string> {
  return existsSync(path.join(root, file)) ? values(file) : {};
}

function values(file: string): Record<string, string> {
  const entries = Object.entries(parseEnv(read(file)));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? ""]));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
