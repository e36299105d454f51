import { parseArgs } from "node:util";
import { SetupError } from "./setup/progress.mjs";

const USAGE = `npm run grant-operator -- <email or uid> [--revoke] [--project <id>]

Lets a Firebase user call the functions (custom claim whatsappOperator: true, or the one that OPERATOR_CLAIM names), or no longer.
Against the auth emulator when FIREBASE_AUTH_EMULATOR_HOST is set; else against the project given, or the one that
\`firebase use\` has chosen, with the credentials of \`gcloud auth application-default login\` or
GOOGLE_APPLICATION_CREDENTIALS.`;

/** What is to be done, and to whom. */
export interface OperatorCommand {
  /** Email address or uid. */
  who: string;
  revoke: boolean;
  project: string | undefined;
}

/**
 * Reads the command line. A second `--` is passed over: people write one before each group of options.
 *
 * @throws SetupError with the usage.
 */
export function operatorCommand(args: readonly string[]): OperatorCommand {
  try {
    const options = { revoke: { type: "boolean", default: false }, project: { type: "string" } } as const;
    const given = args.filter((arg) => arg !== "--");
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true });
    const [who, ...more] = positionals;
    if (who === undefined || who === "" || more.length > 0) throw new Error("Name one user.");
    return { who, revoke: values.revoke, project: values.project };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

/** Where the command can take its project from. */
export interface ProjectSources {
  named: string | undefined;
  env: NodeJS.ProcessEnv;
  demo: string;
  /** What `firebase use` has chosen, where it has. */
  chosen: () => Promise<string | undefined>;
}

/** @throws SetupError when nothing names a project, or the one chosen is the demo's, which exists in the emulators alone. */
export async function operatorProject({ named, env, demo, chosen }: ProjectSources): Promise<string> {
  if (named !== undefined) return named;
  if (env["FIREBASE_AUTH_EMULATOR_HOST"] !== undefined) return demo;
  const project = env["GOOGLE_CLOUD_PROJECT"] ?? (await chosen());
  if (project !== undefined && project !== demo) return project;
  throw new SetupError(`Name the project: --project <id>, or choose it with \`npx firebase use\`.\n\n${USAGE}`);
}
