import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "../tools/root.ts";

/** A defect that is put into the product on purpose, to see whether the battery finds it. */
export interface Defect {
  readonly title: string;
  /** Below functions/src. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** Where the product's sources are, as a URL. */
export const PRODUCT = pathToFileURL(path.join(root, "functions", "src")).href;

/**
 * From now on this thread imports the product with a defect in it; the sources stay as they are.
 *
 * @throws when its file is imported and the place for it is not to be found
 */
export function plant(defect: Defect): void {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (url !== `${PRODUCT}/${defect.file}`) return loaded;
      const source = readFileSync(fileURLToPath(url), "utf8");
      if (!source.includes(defect.find)) throw new Error(`${defect.file} has no place for: ${defect.title}`);
      return { ...loaded, source: source.replace(defect.find, () => defect.put) };
    },
  });
}
