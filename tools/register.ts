import { readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { demoProject } from "./demo-project.ts";
import { DEMO_USERS } from "./demo-users.ts";
import { interruptible } from "./emulators/interrupt.ts";
import { chargeTo, chosenProject, meantProject } from "./project-meant.ts";
import { registerAll, type BulkRun } from "./register/bulk-run.ts";
import { emulatorHosts } from "./register/emulator-hosts.ts";
import { readNumbers } from "./register/numbers-file.ts";
import { registerCommand } from "./register/register-command.ts";
import { progressLine, reportOf, statusOf } from "./register/run-report.ts";
import { openSession } from "./register/session.ts";
import { webAppOf } from "./register/web-app.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main, SetupError } from "./setup/progress.mjs";

const CLOCK: BulkRun["clock"] = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

/** `npm run register -- numbers.csv`: registers many numbers, each through the callable. */
await main(async () => {
  const command = registerCommand(process.argv.slice(2));
  const numbers = readNumbers(await given(command.file));
  const emulators = emulatorHosts(command.emulators);
  const as = command.as ?? (emulators === null ? undefined : DEMO_USERS.operator.email);
  if (as === undefined)
    throw new SetupError(
      "Say in whose name it is done: --as <email or uid of an operator, or of a member of the numbers' customers>.",
    );
  const sources = { named: command.project, env: process.env, demo: demoProject, chosen: chosenProject };
  const projectId = await meantProject(sources);
  chargeTo(projectId);
  const app =
    emulators === null ? await webAppOf(projectId, command.app) : { projectId, apiKey: "demo", appId: "1:1:web:1" };
  const settings = deploymentSettings(projectId);
  const session = await openSession({ app, settings, as, serviceAccount: command.serviceAccount, emulators });
  console.log(
    `Registering ${numbers.length} numbers of ${projectId} as ${session.user}. Ctrl+C stops and says what is left.\n`,
  );
  try {
    return await interruptible(async (interrupted) => {
      interrupted.addEventListener("abort", () => console.log("\nStopping once the calls under way are answered ..."));
      const ends = await registerAll(
        {
          backend: session,
          clock: CLOCK,
          again: command.again,
          interrupted,
          onEnd: (progress) => console.log(progressLine(progress)),
        },
        numbers,
      );
      console.log(reportOf(ends));
      return statusOf(ends);
    });
  } finally {
    await session.close();
  }
});

/** What the file or standard input holds. @throws SetupError when it cannot be read. */
async function given(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return readFileSync(path.resolve(process.env["INIT_CWD"] ?? ".", file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new SetupError(`The file of numbers cannot be read (${code}).`, { cause: error });
  }
}
