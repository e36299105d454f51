import { readFile, writeFile } from "node:fs/promises";
import { withCurrentTables } from "./readme-tables.ts";

/** Writes the generated tables into the simulator's README: `node graph-simulator/write-readme-tables.ts`. */
const readme = new URL("README.md", import.meta.url);
await writeFile(readme, withCurrentTables(await readFile(readme, "utf8")));
