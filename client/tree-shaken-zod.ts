import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/** The one zod that goes into a bundle: the contract's sources would find the functions' own copy, and a bundle would hold both. */
const ZOD = import.meta.resolve("zod");

/**
 * zod's `z` is an object that drags in every language zod speaks (700 kB in the operator's page); as a namespace it does not.
 * The contract's sources say `import { z }`, so bundles read them the other way.
 */
export const treeShakenZod: Plugin = {
  name: "tree-shaken-zod",
  setup: (build) => {
    if (build.initialOptions.packages !== "external")
      build.onResolve({ filter: /^zod$/ }, () => ({ path: fileURLToPath(ZOD), sideEffects: false }));
    build.onLoad({ filter: /(?:functions|client|console)[/\\]src[/\\].*\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8")).replace(/^import \{ z \} from "zod";/m, 'import * as z from "zod";'),
    }));
  },
};
