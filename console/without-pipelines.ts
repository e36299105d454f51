import type { Plugin } from "esbuild";

const CONTENTS = `
const none = () => { throw new Error("This page is built without the regular expressions of Firestore's pipelines."); };
export const RE2JS = { compile: none, matches: none, translateRegExp: none };`;

/**
 * Firestore brings an engine of regular expressions, 150 kB (46 compressed), that only its pipelines match with in the browser. This
 * page asks no pipeline, so it goes without.
 */
export const withoutPipelines: Plugin = {
  name: "without-pipelines",
  setup: (build) => {
    build.onResolve({ filter: /^re2js$/ }, ({ path }) => ({ path, namespace: "without-pipelines" }));
    build.onLoad({ filter: /.*/, namespace: "without-pipelines" }, () => ({ contents: CONTENTS }));
  },
};
