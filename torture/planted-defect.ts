import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "../tools/root.ts";

/** One place of the product, and what is put in its stead. */
export interface Place {
  /** Below functions/src. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** A defect that is put into the product on purpose, to see whether the battery finds it. */
export interface Defect extends Place {
  readonly title: string;
  /** Where one guard stands behind another, those that go as well. */
  readonly also?: readonly Place[];
}

/** Where the product's sources are, as a URL. */
export const PRODUCT = pathToFileURL(path.join(root, "functions", "src")).href;

/**
 * From now on this thread imports the product with a defect in it; the sources stay as they are.
 *
 * @throws when its file is imported and the place for it is not to be found
 */
export function plant(defect: Defect): void {
  const places = Map.groupBy(placesOf(defect), ({ file }) => `${PRODUCT}/${file}`);
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const here = places.get(url);
      if (here === undefined) return loaded;
      return { ...loaded, source: here.reduce(withDefect, readFileSync(fileURLToPath(url), "utf8")) };
    },
  });
}

/** Everywhere that a defect is put. */
export const placesOf = ({ also = [], ...first }: Defect): readonly Place[] => [first, ...also];

function withDefect(source: string, { file, find, put }: Place): string {
  if (!source.includes(find)) throw new Error(`${file} has no place for a defect: ${find}`);
  return source.replace(find, () => put);
}
