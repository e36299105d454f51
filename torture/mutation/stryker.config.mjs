// Read by Stryker, which runs at the root.
import { globSync } from "node:fs";
import path from "node:path";

const PROPERTIES = "**/*.property.test.ts";
const exclude = [PROPERTIES];

const mutate = (process.env["MUTATED"] ?? "").split(",");
const own = new Set(
  mutate.flatMap((file) => [".test.ts", ".property.test.ts"].map((ending) => file.replace(/\.ts$/, ending))),
);

/** In the order in which they are asked about a change: asking stops at the first that fails, so likely and quick ones come first. */
const all = [
  "tools/docs/docs.test.ts",
  "tools/languages/spoken-advice.test.ts",
  ...globSync("functions/src/domain/**/*.test.ts", { exclude }),
  ...globSync(`functions/src/domain/${PROPERTIES}`),
  ...globSync("functions/src/app/**/*.test.ts", { exclude }),
  ...globSync(`functions/src/app/${PROPERTIES}`),
  "functions/src/handlers/webhook/reply.test.ts",
];
const folders = new Set(mutate.map((file) => path.dirname(file)));
/** @param {string} file */
const nearness = (file) => (own.has(file) ? 0 : folders.has(path.dirname(file)) ? 1 : 2);
const testFiles = all.toSorted((one, other) => nearness(one) - nearness(other));

export default {
  mutate,
  testRunner: "tap",
  plugins: ["@stryker-mutator/tap-runner"],
  tap: {
    testFiles,
    nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"],
    forceBail: true,
  },
  coverageAnalysis: "perTest",
  disableTypeChecks: false,
  tsconfigFile: "none.json",
  ignorePatterns: [".emulators"],
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: ".stryker-tmp/report.json" },
  tempDirName: ".stryker-tmp",
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 30,
  allowConsoleColors: false,
};
