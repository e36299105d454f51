// Bundles the functions with the packages that they use, into dist/ or the folder that is named: `node bundle.mjs [folder]`. An
// instance opens a few files then instead of eleven hundred, which is most of what a cold start takes.
import { build } from "esbuild";

/** Packages in CommonJS ask for these, which ES modules have not. */
const COMMONJS = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;
`;

const [folder = "dist"] = process.argv.slice(2);

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["src/index.ts"],
  outdir: folder,
  platform: "node",
  format: "esm",
  target: "node24",
  bundle: true,
  // What is imported late lies in files of its own, which are read when it is needed.
  splitting: true,
  chunkNames: "[name]-[hash]",
  // Nothing is made shorter: stack traces stay readable, and Firestore's SDK tells its classes apart by their names.
  keepNames: true,
  banner: { js: COMMONJS },
  logLevel: "warning",
});
