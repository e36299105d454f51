import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { treeShakenZod } from "../client/tree-shaken-zod.ts";
import { demoTables } from "./demo-tables.ts";

const here = import.meta.dirname;

/**
 * Builds the page into a folder: plain files that any static host can serve, nothing inline, nothing from elsewhere.
 *
 * @param options demo: with what the page shows of the graph simulator, which only a page on the emulators asks for
 * @throws Error with esbuild's messages.
 */
export async function buildPage(folder: string, { demo }: { demo: boolean }): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { app: path.join(here, "src", "main.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2024",
    minify: true,
    legalComments: "linked",
    plugins: [treeShakenZod],
    logLevel: "warning",
  });
  await build({
    entryPoints: { app: path.join(here, "styles", "main.css") },
    outdir: folder,
    bundle: true,
    minify: true,
    logLevel: "warning",
  });
  await cp(path.join(here, "static"), folder, { recursive: true });
  await writeFile(path.join(folder, "index.html"), await readFile(path.join(here, "index.html")));
  if (demo) await writeFile(path.join(folder, "demo.json"), JSON.stringify(demoTables()));
}

if (import.meta.main) {
  const { demo } = parseArgs({ options: { demo: { type: "boolean", default: false } } }).values;
  await buildPage(path.join(here, "dist"), { demo });
}
