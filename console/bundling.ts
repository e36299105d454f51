import type { BuildOptions } from "esbuild";
import { treeShakenZod } from "../client/tree-shaken-zod.ts";

/** How the sources of this page become scripts. `demo`: with what plays Meta's side; without, none of it is in them. */
export const bundling = ({
  demo,
}: {
  readonly demo: boolean;
}): BuildOptions & Required<Pick<BuildOptions, "plugins">> => ({
  bundle: true,
  format: "esm",
  target: "es2024",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { DEMO: String(demo) },
  plugins: [treeShakenZod],
  logLevel: "warning",
});
