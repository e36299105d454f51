import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { DeployingCli } from "./deploying-cli.ts";
import { DeployedFunctions } from "./roles.ts";

const PATIENCE_MS = 60_000;

const Listed = z.object({ result: DeployedFunctions });

/** What the CLI finds out with the rights of the person who deploys. */
export interface Answers {
  /** `undefined`: it was not asked, or could not be found out. */
  readonly deployed: z.infer<typeof DeployedFunctions> | undefined;
  /** Whether the latest version of each of these secrets is blank; `undefined`: there is none yet, or it may not be read. */
  readonly blank: ReadonlyMap<string, boolean | undefined>;
}

/** Asks with the very CLI that is deploying, in processes of its own; secrets are compared here, and go nowhere. */
export async function askGoogle(
  { command: [program = "", ...script] }: DeployingCli,
  project: string,
  secrets: readonly string[],
  { alsoFunctions }: { readonly alsoFunctions: boolean },
): Promise<Answers> {
  // What it prints goes into a debug log as well.
  const scratch = await mkdtemp(path.join(tmpdir(), "predeploy-"));
  const env = { ...process.env, FIREBASE_DEBUG_PATH: `${scratch}${path.sep}`, NO_UPDATE_NOTIFIER: "1" };
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const options = { cwd: scratch, env, timeout: PATIENCE_MS };
    const asked = promisify(execFile)(
      program,
      [...script, ...args, "--project", project, "--non-interactive"],
      options,
    );
    return asked.then(({ stdout }) => stdout).catch(() => undefined);
  };
  try {
    const [list, ...values] = await Promise.all([
      alsoFunctions ? ask("functions:list", "--json") : undefined,
      ...secrets.map((name) => ask("functions:secrets:access", name)),
    ]);
    return {
      deployed: list === undefined ? undefined : Listed.safeParse(parsed(list)).data?.result,
      blank: new Map(
        secrets.map((name, index) => [name, values[index] === undefined ? undefined : values[index].trim() === ""]),
      ),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
