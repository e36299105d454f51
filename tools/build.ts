import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.ts";
import { withLock } from "./setup/lock.mjs";
import { main, SetupError, step } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";

const FUNCTIONS = path.join(root, "functions");
const DIST = path.join(FUNCTIONS, "dist");
const STAMP = ".built-from";

/** What the compiler leaves beside the bundle: the hooks that run before a deployment. */
const HOOKS = path.join(FUNCTIONS, "lib", "predeploy", "firestore.js");

/**
 * Bundles functions/src into functions/dist, unless that is what it was made from already.
 *
 * @throws SetupError with the messages of the compiler or the bundler.
 */
export async function buildFunctions(): Promise<void> {
  if (isCurrent()) return;
  await withLock(path.join(root, ".build.lock"), async () => {
    if (!isCurrent()) await step("building the functions", compile);
  });
}

async function compile(): Promise<void> {
  const made = fingerprint();
  const fresh = path.join(FUNCTIONS, ".dist-new");
  rmSync(fresh, { recursive: true, force: true });
  await inFunctions(path.join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json");
  await inFunctions("bundle.mjs", fresh);
  writeFileSync(path.join(fresh, STAMP), made);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(fresh, DIST);
}

async function inFunctions(...command: readonly string[]): Promise<void> {
  const { code, output } = await run(process.execPath, command, { cwd: FUNCTIONS });
  if (code !== 0) throw new SetupError(`The functions do not compile:\n\n${output.trim()}`);
}

function isCurrent(): boolean {
  const stamp = path.join(DIST, STAMP);
  return existsSync(HOOKS) && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

function fingerprint(): string {
  const files = [
    ...globSync("functions/src/**/*.ts", { cwd: root }).toSorted(),
    ...globSync("{tsconfig.base.json,functions/tsconfig*.json,functions/bundle.mjs,{,functions/}package-lock.json}", {
      cwd: root,
    }),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

if (import.meta.main) await main(buildFunctions);
