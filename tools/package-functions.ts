import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { packageManifest, shrinkwrap } from "./package-functions/manifest.ts";
import { root } from "./root.ts";
import { main, SetupError, step } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";

const FUNCTIONS = path.join(root, "functions");

/**
 * Packs the functions as an npm package, for the functions folder of another project or as a Function kit. It is laid out in an empty
 * folder from the sources and the lock file alone, so nothing else that lies in functions/ can be packed with it.
 *
 * @param folder where the packed file goes
 * @param name what the package is called, where it is to have a name of your own
 * @returns the packed file's path
 * @throws SetupError with the messages of tsc or npm.
 */
export async function packFunctions(folder: string, name?: string): Promise<string> {
  const staged = mkdtempSync(path.join(tmpdir(), "whatsapp-package-"));
  try {
    const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
    await succeed(
      process.execPath,
      [tsc, "-p", "tsconfig.package.json", "--outDir", path.join(staged, "lib")],
      FUNCTIONS,
    );
    const manifest = packageManifest(json(path.join(FUNCTIONS, "package.json")), name);
    write(path.join(staged, "package.json"), manifest);
    write(
      path.join(staged, "npm-shrinkwrap.json"),
      shrinkwrap(manifest, json(path.join(FUNCTIONS, "package-lock.json"))),
    );
    copyFileSync(path.join(root, "LICENSE"), path.join(staged, "LICENSE"));
    copyFileSync(path.join(root, "docs", "adopting.md"), path.join(staged, "README.md"));
    mkdirSync(folder, { recursive: true });
    const packed = await succeed("npm", ["pack", "--silent", "--pack-destination", folder], staged);
    return path.join(folder, packed.trim());
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(program, args, { cwd });
  if (code !== 0) throw new SetupError(`The package of the functions could not be made:\n\n${output.trim()}`);
  return output;
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function write(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (import.meta.main) {
  await main(async () => {
    const { name } = parseArgs({ options: { name: { type: "string" } } }).values;
    const packed = await step("packing the functions", () => packFunctions(path.join(FUNCTIONS, "dist"), name));
    console.log(path.relative(process.cwd(), packed));
  });
}
