// Run as a process of its own: loads a folder of functions and prints how long that took, in ms.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [folder = "."] = process.argv.slice(2);
const main = createRequire(import.meta.url).resolve(folder);
const begun = performance.now();
await import(pathToFileURL(main).href);
process.stdout.write(String(performance.now() - begun), () => process.exit());
