import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { firebaseCommand, firebaseEnv } from "./emulators/firebase-cli.ts";
import { root } from "./root.ts";
import { SetupError } from "./setup/progress.mjs";

/** Where a command can take its project from. */
export interface ProjectSources {
  named: string | undefined;
  env: NodeJS.ProcessEnv;
  demo: string;
  /** What `firebase use` has chosen, where it has. */
  chosen: () => Promise<string | undefined>;
}

/** @throws SetupError when nothing names a project, or the one chosen is the demo's, which exists in the emulators alone. */
export async function meantProject({ named, env, demo, chosen }: ProjectSources): Promise<string> {
  if (named !== undefined) return named;
  if (env["FIREBASE_AUTH_EMULATOR_HOST"] !== undefined) return demo;
  const project = env["GOOGLE_CLOUD_PROJECT"] ?? (await chosen());
  if (project !== undefined && project !== demo) return project;
  throw new SetupError(`Name the project: --project <id>, or choose it with \`npx firebase use\`.`);
}

/**
 * Identity Toolkit refuses a person's own credentials unless they name a project to charge, which `gcloud auth
 * application-default login` writes into them only when gcloud has a project; a service account's need none.
 */
export function chargeTo(project: string): void {
  if (process.env["GOOGLE_APPLICATION_CREDENTIALS"] === undefined)
    process.env["GOOGLE_CLOUD_QUOTA_PROJECT"] ??= project;
}

const Used = z.object({ result: z.string() });

/** What `firebase use` has chosen; asking it needs a login, as deploying did. */
export async function chosenProject(): Promise<string | undefined> {
  const [program, args] = firebaseCommand(["use", "--json"]);
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd: root, env: firebaseEnv(undefined) });
    return Used.parse(JSON.parse(stdout)).result;
  } catch {
    return undefined;
  }
}
