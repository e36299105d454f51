import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const TextInput = z.object({
  text: z.object({ validationRegex: z.string().optional(), validationErrorMessage: z.string().optional() }),
});

const Param = z.object({
  name: z.string(),
  type: z.string(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  input: TextInput.optional().catch(undefined),
});
export type Param = z.infer<typeof Param>;

const Manifest = z.object({ params: z.array(Param).default([]), requiredRoles: z.array(z.string()).default([]) });
/** What the functions ask of a deployment. */
export type Manifest = z.infer<typeof Manifest>;

/**
 * Reads the built functions as the CLI does before it deploys them, so that every rule for a param stands in `config.ts` alone.
 *
 * @throws Error when they cannot be loaded
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const scratch = await mkdtemp(path.join(tmpdir(), "manifest-"));
  try {
    const file = path.join(scratch, "functions.json");
    const env = { ...process.env, FUNCTIONS_CONTROL_API: "true", FUNCTIONS_MANIFEST_OUTPUT_PATH: file };
    await promisify(execFile)(process.execPath, [reader(folder), folder], { env, cwd: folder });
    return Manifest.parse(JSON.parse(await readFile(file, "utf8")));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** The program that firebase-functions brings for this. */
function reader(folder: string): string {
  const entry = createRequire(path.join(folder, "package.json")).resolve("firebase-functions/params");
  const lib = path.join("firebase-functions", "lib");
  return path.join(entry.slice(0, entry.lastIndexOf(lib) + lib.length), "bin", "firebase-functions.js");
}
