import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { apiReport } from "./api-report.ts";
import { treeShakenZod } from "./tree-shaken-zod.ts";

const here = import.meta.dirname;
const dist = path.join(here, "dist");

const ENTRIES = ["index", "watch", "signup", "react", "languages", "languages/de", "languages/es", "languages/pt"];

/**
 * Builds the package into client/dist, the contract with it, and packs it.
 *
 * @param folder where the packed file goes
 * @returns the packed file's path
 * @throws Error with the messages of esbuild, tsc or npm.
 */
export async function packClient(folder: string): Promise<string> {
  rmSync(dist, { recursive: true, force: true });
  await build({
    entryPoints: ENTRIES.map((entry) => path.join(here, "src", `${entry}.ts`)),
    outbase: path.join(here, "src"),
    outdir: dist,
    bundle: true,
    splitting: true,
    sourcemap: true,
    packages: "external",
    format: "esm",
    target: "es2023",
    plugins: [treeShakenZod],
    logLevel: "warning",
  });
  const tsc = path.join(here, "..", "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", path.join(here, "tsconfig.build.json")], { stdio: "inherit" });
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: here,
    encoding: "utf8",
  });
  return path.join(folder, packed.trim());
}

/** What the built package offers, in words and declarations: as `client/api.md` should say it. */
export const builtApi = (): string => apiReport(path.join(dist, "types"));

if (import.meta.main) {
  process.stdout.write(`${path.relative(process.cwd(), await packClient(dist))}\n`);
  writeFileSync(path.join(here, "api.md"), builtApi());
}
