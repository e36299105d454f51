// Run as a process of its own: loads the functions, ours or the usual way, and prints how long that took and what it holds.
import { createRequire } from "node:module";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const functions = path.join(import.meta.dirname, "..", "..", "functions");
const { resolve } = createRequire(path.join(functions, "package.json"));
const modules =
  process.argv[2] === "ours"
    ? [path.join(functions, "lib", "index.js")]
    : ["firebase-functions", "firebase-admin", "firebase-admin/firestore", "axios", "zod"].map((name) => resolve(name));

const begun = performance.now();
for (const file of modules) await import(pathToFileURL(file).href);
const ms = performance.now() - begun;
process.stdout.write(JSON.stringify({ ms, rssMb: process.memoryUsage().rss / 1_000_000 }));
