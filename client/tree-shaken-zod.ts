import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/** The one zod that goes into a bundle: the contract's sources would find the functions' own copy, and a bundle would hold both. */
const ZOD = import.meta.resolve("zod");

/**
 * zod's `z` is an object that drags in every language zod speaks (700 kB in the operator's page); as a namespace it does not. So the
 * sources say `import * as z`, and nothing of zod's counts as having side effects.
 */
export const treeShakenZod: Plugin = {
  name: "tree-shaken-zod",
  setup: (build) => {
    if (build.initialOptions.packages !== "external")
      build.onResolve({ filter: /^zod$/ }, () => ({ path: fileURLToPath(ZOD), sideEffects: false }));
  },
};
