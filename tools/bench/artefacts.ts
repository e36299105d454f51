import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { transformSync } from "esbuild";
import { demoProject } from "../demo-project.ts";
import { stageFunctions } from "../emulators/staged-functions.ts";
import { root } from "../root.ts";

/** What is measured: the product, and the same two functions as tutorials write them. */
export type Way = "ours" | "naive";

/** A folder of functions as they are deployed, for each way: its package.json, its code compiled, and the installed packages. */
export type Artefacts = Readonly<Record<Way, string>> & Disposable;

export function artefacts(): Artefacts {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  const [ours, naive] = [path.join(folder, "ours"), path.join(folder, "naive")];
  stageFunctions(ours, { project: demoProject, params: {}, secrets: {} });
  mkdirSync(naive);
  const source = readFileSync(path.join(root, "functions", "src", "testing", "naive-functions.ts"), "utf8");
  writeFileSync(path.join(naive, "index.js"), transformSync(source, { loader: "ts", target: "node24" }).code);
  writeFileSync(path.join(naive, "package.json"), JSON.stringify({ type: "module", main: "index.js" }));
  symlinkSync(path.join(root, "functions", "node_modules"), path.join(naive, "node_modules"), "junction");
  return { ours, naive, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
