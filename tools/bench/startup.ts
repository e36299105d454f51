import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import { run } from "../setup/run.mjs";
import { interleaved, type Comparison } from "./interleaved.ts";

const Loaded = z.object({ ms: z.number(), rssMb: z.number() });

async function load(which: "ours" | "naive"): Promise<z.infer<typeof Loaded>> {
  const { code, output } = await run(process.execPath, [path.join(root, "tools/bench/load.mjs"), which], { cwd: root });
  if (code !== 0) throw new Error(`Loading the functions failed: ${output}`);
  return Loaded.parse(JSON.parse(output));
}

/**
 * What an instance does before its first call: our ten functions, beside the packages alone as tutorials import them
 * (the index of firebase-functions and firebase-admin). Milliseconds, and megabytes of the whole process.
 */
export async function startup(rounds: number): Promise<{ ms: Comparison; rssMb: Comparison }> {
  const ms = await interleaved(
    rounds,
    async () => (await load("ours")).ms,
    async () => (await load("naive")).ms,
  );
  const rssMb = await interleaved(
    3,
    async () => (await load("ours")).rssMb,
    async () => (await load("naive")).rssMb,
  );
  return { ms, rssMb };
}
