import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import { run } from "../setup/run.mjs";
import { configuredEmulators, knownHosts, lockFiles } from "./repository-checks.ts";

/** A check of the source that runs nothing of it. */
export interface StaticCheck {
  name: string;
  /** What is wrong; empty when nothing is. */
  check: () => Promise<string> | string;
}

/** Every static check, in the order in which they are run. */
export function staticChecks(): StaticCheck[] {
  return [
    ...projects().map((project) => ({
      name: `types of ${project}`,
      check: () => tool("typescript/bin/tsc", ["-p", project]),
    })),
    { name: "lint", check: () => tool("oxlint/bin/oxlint", ["--deny-warnings"]) },
    { name: "format (npm run format mends it)", check: () => tool("oxfmt/bin/oxfmt", ["--check"]) },
    { name: "unused files, exports and packages", check: () => tool("knip/bin/knip.js", ["--no-progress"]) },
    { name: "lock files are complete", check: lockFiles },
    { name: "no file names a package registry", check: knownHosts },
    { name: "every param has a value for the emulators", check: configuredEmulators },
  ];
}

const Solution = z.object({ references: z.array(z.object({ path: z.string() })) });

function projects(): string[] {
  const solution = Solution.parse(JSON.parse(readFileSync(path.join(root, "tsconfig.json"), "utf8")));
  return solution.references.map((reference) => reference.path.replace(/^\.\//u, ""));
}

/** As for a test file: a tool that has not ended by then never will. */
const LIMIT_MS = 10 * 60_000;

async function tool(script: string, args: readonly string[]): Promise<string> {
  const file = path.join(root, "node_modules", script);
  if (!existsSync(file)) return `${script} is not installed.`;
  const { code, output } = await run(process.execPath, [file, ...args], { cwd: root, timeout: LIMIT_MS });
  return code === 0 ? "" : output.trim() || `exit status ${code}`;
}
