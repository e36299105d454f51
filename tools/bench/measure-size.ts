import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Artefacts } from "./artefacts.ts";
import { counted, type Figure } from "./figure.ts";

const MB = 1_000_000;

/** What `firebase deploy` uploads of the code, as files and packed; the packages are installed by Cloud Build. */
export function sizeFigures({ ours }: Pick<Artefacts, "ours">): Figure[] {
  const files = globSync("**/*.{js,json}", { cwd: ours, exclude: ["node_modules/**", "**/*.map"] }).map((file) =>
    path.join(ours, file),
  );
  const plain = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const packed = files.reduce((sum, file) => sum + deflateRawSync(readFileSync(file)).length, 0);
  return [
    counted("the code that is deployed", "MB", plain / MB),
    counted("the same, packed as it is uploaded", "MB", packed / MB),
  ];
}
