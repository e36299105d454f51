import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const READER = fileURLToPath(
  new URL("../../node_modules/firebase-functions/lib/bin/firebase-functions.js", import.meta.url),
);

/** What the Firebase CLI would read of a module of functions before it deploys them. @param module its address */
export async function manifestOf(module: string): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), "manifest-"));
  try {
    const file = path.join(folder, "functions.json");
    const env = { PATH: process.env["PATH"], FUNCTIONS_CONTROL_API: "true", FUNCTIONS_MANIFEST_OUTPUT_PATH: file };
    // The reader loads the package in its working folder; this one stands for the module, built or not.
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.js" }));
    await writeFile(path.join(folder, "index.js"), `export * from ${JSON.stringify(module)};`);
    await promisify(execFile)(process.execPath, [READER], { env, cwd: folder });
    return JSON.parse(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}
