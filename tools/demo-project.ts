import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { root } from "./root.ts";

const FirebaseRc = z.object({ projects: z.object({ default: z.string() }) });

/** The project of .firebaserc: its id begins with `demo-`, so that the firebase CLI never leaves this machine for it. */
export const demoProject = FirebaseRc.parse(JSON.parse(read(".firebaserc"))).projects.default;

/** The params that the demo project's functions are given. */
export function demoParams(): Record<string, string> {
  return values(`functions/.env.${demoProject}`);
}

/** The invented secrets that set-up gives a new clone; the graph simulator accepts them. */
export function demoSecrets(): Record<string, string> {
  return values("functions/.secret.local.example");
}

function values(file: string): Record<string, string> {
  const entries = Object.entries(parseEnv(read(file)));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? ""]));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
