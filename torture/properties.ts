import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../tools/root.ts";
import { nodeTest } from "../tools/testing/node-test.ts";
import type { Report } from "./report.ts";

const HOURS_MS = 3 * 3_600_000;

/** Runs the product's property tests with so many inputs each. */
export async function propertiesReport(inputs: number): Promise<Report> {
  const files = globSync("functions/src/**/*.test.ts", { cwd: root }).filter((file) =>
    readFileSync(path.join(root, file), "utf8").includes("PROPERTY_RUNS"),
  );
  const began = performance.now();
  const env = { PROPERTY_RUNS: String(inputs) };
  const { passed, failed } = await nodeTest({ files, env, concurrency: 2, deadlineMs: HOURS_MS });
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  return {
    title: "Properties: parsing, reading of errors, window arithmetic, and what follows from them",
    figures: [
      ["inputs tried for each property", inputs.toLocaleString("en-US"), ""],
      ["test files with properties, tests in them", `${files.length}, ${passed + failed}`, ""],
      ["tests that failed", String(failed), ""],
      ["time it took", `${minutes} min`, ""],
    ],
    violations: failed === 0 ? [] : [`${failed} tests failed with PROPERTY_RUNS=${inputs}: see above.`],
  };
}
