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
