// Read by Stryker, which runs at the root.
import { globSync } from "node:fs";

const PROPERTIES = "**/*.property.test.ts";
const exclude = [PROPERTIES];

/** In the order in which they are asked about a change: the first that fails is the last, so the quick and the telling come first. */
const testFiles = [
  "tools/docs/docs.test.ts",
  ...globSync("functions/src/domain/**/*.test.ts", { exclude }),
  ...globSync(`functions/src/domain/${PROPERTIES}`),
  ...globSync("functions/src/app/**/*.test.ts", { exclude }),
  ...globSync(`functions/src/app/${PROPERTIES}`),
  "functions/src/handlers/webhook/reply.test.ts",
];

export default {
  mutate: ["functions/src/{domain,app}/**/*.ts", "!functions/src/**/*.test.ts"],
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
