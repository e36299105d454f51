import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * zod's `z` is an object that drags in every language zod speaks (700 kB in the operator's page); as a namespace it does not.
 * The contract's sources say `import { z }`, so bundles read them the other way.
 */
export const treeShakenZod: Plugin = {
  name: "tree-shaken-zod",
  setup: (build) => {
    build.onLoad({ filter: /(?:functions|client|console)[/\\]src[/\\].*\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8")).replace(/^import \{ z \} from "zod";/m, 'import * as z from "zod";'),
    }));
  },
};
