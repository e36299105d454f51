import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pages } from "./docs/generated.ts";

/** `npm run docs`: writes what the pages say of the code's tables. */
for (const { file, current, wanted } of pages()) {
  if (current === wanted) continue;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, wanted);
  console.log(`${file} was brought up to date.`);
}
