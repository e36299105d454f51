import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const exec = promisify(execFile);
const FUNCTIONS = fileURLToPath(new URL("../..", import.meta.url));

/** The functions as they are deployed, bundled into a folder of their own. */
export interface Bundled extends AsyncDisposable {
  /** The address of what is loaded at the start. */
  readonly index: string;
  /** The names of its files. */
  readonly files: readonly string[];
  /** The text of one file. */
  text(file: string): Promise<string>;
  /** The text of a file and of all that it imports before it runs itself. */
  startOf(file: string): Promise<string>;
}

export async function bundled(): Promise<Bundled> {
  const folder = await mkdtemp(path.join(tmpdir(), "bundled-"));
  await exec(process.execPath, [path.join(FUNCTIONS, "bundle.mjs"), folder]);
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const text = (file: string): Promise<string> => readFile(path.join(folder, file), "utf8");
  return {
    index: pathToFileURL(path.join(folder, "index.js")).href,
    files: globSync("*.js", { cwd: folder }),
    text,
    startOf: async (file) => {
      const files = new Map<string, string>();
      const visit = async (name: string): Promise<void> => {
        if (files.has(name)) return;
        files.set(name, "");
        const own = await text(name);
        files.set(name, own);
        for (const [, imported = ""] of own.matchAll(/^(?:import|\} from) ?"\.\/([^"]+)";$/gm)) await visit(imported);
      };
      await visit(file);
      return [...files.values()].join("");
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
