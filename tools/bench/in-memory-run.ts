import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { z } from "zod";
import { demoParams, demoSecrets } from "../demo-project.ts";
import { root } from "../root.ts";
import { HEAP } from "./served-function.ts";

const ENTRY = fileURLToPath(new URL("reconcile-in-memory.ts", import.meta.url));

const Run = z.object({ looked: z.number(), ms: z.number(), cpuMs: z.number(), peakMib: z.number() });
/** One run of the reconciler: the numbers that it has looked at, and what it has taken. */
export type Run = z.infer<typeof Run>;

/**
 * One run in a process of its own, whose Firestore is in its own memory: what the emulator takes is not in it, and neither is what
 * Firestore's client takes. `META_GRAPH_BASE_URL` must show the customers. @throws Error with what the process printed
 */
export async function runInMemory(graphBaseUrl: string): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    const outfile = path.join(folder, "run.mjs");
    const options = { bundle: true, platform: "node", format: "esm", target: "node24", packages: "external" } as const;
    buildSync({ ...options, entryPoints: [ENTRY], outfile, logLevel: "error" });
    symlinkSync(path.join(root, "functions", "node_modules"), path.join(folder, "node_modules"), "junction");
    const child = spawn(process.execPath, [...HEAP, outfile], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...demoParams(),
        ...demoSecrets(),
        PATH: process.env["PATH"],
        NODE_ENV: "production",
        META_GRAPH_BASE_URL: graphBaseUrl,
      },
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => void printed.push(text));
    const told: unknown[] = [];
    child.on("message", (message) => void told.push(message));
    await once(child, "close");
    if (told.length === 0) throw new Error(`The run has ended: ${printed.join("").slice(-4000)}`);
    return Run.parse(told[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
