import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.ts";
import { withLock } from "./setup/lock.mjs";
import { main, SetupError, step } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";

const FUNCTIONS = path.join(root, "functions");
const LIB = path.join(FUNCTIONS, "lib");
const STAMP = ".built-from";

/**
 * Compiles functions/src to functions/lib, unless that is what lib was made from already.
 *
 * @throws SetupError with the compiler's messages.
 */
export async function buildFunctions(): Promise<void> {
  if (isCurrent()) return;
  await withLock(path.join(root, ".build.lock"), async () => {
    if (!isCurrent()) await step("building the functions", compile);
  });
}

async function compile(): Promise<void> {
  const made = fingerprint();
  const fresh = path.join(FUNCTIONS, ".lib-new");
  rmSync(fresh, { recursive: true, force: true });
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await run(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
    cwd: FUNCTIONS,
  });
  if (code !== 0) throw new SetupError(`The functions do not compile:\n\n${output.trim()}`);
  writeFileSync(path.join(fresh, STAMP), made);
  rmSync(LIB, { recursive: true, force: true });
  renameSync(fresh, LIB);
}

function isCurrent(): boolean {
  const stamp = path.join(LIB, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

function fingerprint(): string {
  const files = [
    ...globSync("functions/src/**/*.ts", { cwd: root }).toSorted(),
    ...globSync("{tsconfig.base.json,functions/tsconfig*.json,package-lock.json,functions/package-lock.json}", {
      cwd: root,
    }),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

if (import.meta.main) await main(buildFunctions);
