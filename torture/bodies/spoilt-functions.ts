import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../tools/root.ts";

/** A defect that is put into the built functions on purpose. Bundling renames what a file calls its own, so that texts are short. */
export const UNBOUNDED = {
  title: "bodies without a content-length are not counted",
  find: "received > limit ?",
  put: "received < 0 ?",
} as const;

/** The built functions with that defect, in a folder of their own, which goes with `remove`. @throws when the place for it is not to be found. */
export function spoiltFunctions(): { readonly source: string; readonly remove: () => void } {
  const source = mkdtempSync(path.join(tmpdir(), "spoilt-functions-"));
  const built = path.join(source, "dist");
  cpSync(path.join(root, "functions", "dist"), built, { recursive: true });
  writeFileSync(path.join(source, "package.json"), JSON.stringify({ type: "module", main: "dist/index.js" }));
  const files = readdirSync(built).map((name) => path.join(built, name));
  const spoilt = files.filter((file) => readFileSync(file, "utf8").includes(UNBOUNDED.find));
  if (spoilt.length !== 1) throw new Error(`The built functions have ${spoilt.length} places for: ${UNBOUNDED.title}`);
  for (const file of spoilt)
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(UNBOUNDED.find, () => UNBOUNDED.put),
    );
  return { source, remove: () => rmSync(source, { recursive: true }) };
}
