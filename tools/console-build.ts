import { existsSync } from "node:fs";
import path from "node:path";
import { demoProject } from "./demo-project.ts";
import { root } from "./root.ts";
import { SetupError, step } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";

const SCRIPT = path.join(root, "console", "build.ts");

/**
 * Builds the operator's web page for the emulators into console/dist, where there is one to build.
 *
 * @param simulator the address of the simulator that the page may play the other side with
 * @returns whether there is.
 * @throws SetupError with the messages of the build.
 */
export async function buildConsole(simulator: string | null): Promise<boolean> {
  if (!existsSync(SCRIPT)) return false;
  await step("building the operator's page", async () => {
    const { code, output } = await run(
      process.execPath,
      [SCRIPT, "--demo", ...(simulator === null ? [] : ["--simulator", simulator])],
      {
        cwd: root,
        env: { ...process.env, GCLOUD_PROJECT: demoProject },
      },
    );
    if (code !== 0) throw new SetupError(`The operator's page could not be built:\n\n${output.trim()}`);
  });
  return true;
}
