import { copyFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { demoParams, demoSecrets } from "../demo-project.ts";
import { root } from "../root.ts";

const FUNCTIONS = path.join(root, "functions");

/** What the functions of one run are given instead of what lies in functions/. */
export interface FunctionsEnvironment {
  project: string;
  /** Params that differ from the demo project's. */
  params: Record<string, string>;
  /** Secrets that differ from the invented ones; undefined: those of the person at the machine, `.env.local` with them. */
  secrets: Record<string, string> | undefined;
}

/**
 * Lays out a functions folder of its own, because the emulator reads params and secrets from the folder that the
 * functions are in. The bundle is copied, so a later build does not reach into the run.
 */
export function stageFunctions(folder: string, { project, params, secrets }: FunctionsEnvironment): void {
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(FUNCTIONS, "dist"), path.join(folder, "dist"), { recursive: true });
  copyFileSync(path.join(FUNCTIONS, "package.json"), path.join(folder, "package.json"));
  symlinkSync(path.join(FUNCTIONS, "node_modules"), path.join(folder, "node_modules"), "junction");
  writeFileSync(path.join(folder, `.env.${project}`), dotenv({ ...demoParams(), ...params }));
  if (secrets !== undefined) {
    writeFileSync(path.join(folder, ".secret.local"), dotenv({ ...demoSecrets(), ...secrets }), { mode: 0o600 });
    return;
  }
  for (const name of [".env.local", ".secret.local"]) {
    const own = path.join(FUNCTIONS, name);
    if (existsSync(own)) copyFileSync(own, path.join(folder, name));
  }
}

/** Lines that both the firebase CLI and Node read back as the same values. */
export function dotenv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (/["\\\r\n]/u.test(value)) throw new Error(`${name}: quotes, backslashes and line breaks are not supported.`);
      return `${name}="${value}"\n`;
    })
    .join("");
}
