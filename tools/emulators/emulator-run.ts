import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../root.ts";
import { emulatorConfig } from "./emulator-config.ts";
import type { EmulatorPorts } from "./ports.ts";
import { stageFunctions, type FunctionsEnvironment } from "./staged-functions.ts";

const RUNS = path.join(root, ".emulators");
let runs = 0;

/** The files of one emulator run: its logs, its firebase.json, and its functions folder where it has one. */
export interface EmulatorRun {
  folder: string;
  /** Must lie in the root folder: the CLI takes every path in it relative to it, and none may lead outside. */
  config: string;
}

/** Lays out the files of a run. Without `functions` the run uses the folder functions/ as it is. */
export function newRun(ports: EmulatorPorts, functions: FunctionsEnvironment | undefined): EmulatorRun {
  removeLeftovers();
  runs += 1;
  const name = `${process.pid}-${runs}`;
  const folder = path.join(RUNS, name);
  mkdirSync(folder, { recursive: true });
  if (functions !== undefined) stageFunctions(path.join(folder, "functions"), functions);
  const source = functions === undefined ? "functions" : `.emulators/${name}/functions`;
  const config = path.join(root, `.firebase.${name}.json`);
  writeFileSync(config, emulatorConfig(readFileSync(path.join(root, "firebase.json"), "utf8"), ports, source));
  process.once("exit", () => rmSync(config, { force: true }));
  return { folder, config };
}

/** Removes the files of a run; with `keepLogs`, all but its logs. */
export function removeRun(run: EmulatorRun, keepLogs: boolean): void {
  rmSync(run.config, { force: true });
  rmSync(keepLogs ? path.join(run.folder, "functions") : run.folder, { recursive: true, force: true });
}

/** What runs of processes that no longer live have left behind. */
function removeLeftovers(): void {
  for (const name of namesIn(root).filter((file) => /^\.firebase\.\d+-\d+\.json$/u.test(file))) {
    if (!isAlive(Number(name.split(/[.-]/u)[2]))) rmSync(path.join(root, name), { force: true });
  }
  for (const name of namesIn(RUNS)) {
    if (!isAlive(Number(name.split("-")[0]))) rmSync(path.join(RUNS, name), { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
