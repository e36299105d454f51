import { parseArgs } from "node:util";
import { SetupError } from "../setup/progress.mjs";

const USAGE = `npm run reseal-tokens -- [--dry-run] [--project <id>] [--secret <name>] [--emulators]

Seals every customer's token with the newest key of CUSTOMER_TOKEN_KEYS that bears an older one. Tokens are opened in memory alone.

  --dry-run       only says which tokens bear which key, and which cannot be opened
  --project <id>  the project; default: the one that \`npx firebase use\` has chosen
  --secret <name> the secret that holds the keys, where the project has several deployments of these functions, each with its own
  --emulators     the emulators that npm start has started

In a project the keys are those that its deployed functions have, read by the firebase CLI; Firestore is reached with the credentials of
\`gcloud auth application-default login\` or GOOGLE_APPLICATION_CREDENTIALS. Given again, the command takes up what is left.
Exit status: 0 every token bears the newest key, 1 some do not, none was found, or something failed, 130 interrupted.`;

/** What the command line asks for. */
export interface ResealCommand {
  readonly dryRun: boolean;
  readonly project: string | undefined;
  readonly secret: string | undefined;
  readonly emulators: boolean;
}

const OPTIONS = {
  "dry-run": { type: "boolean", default: false },
  project: { type: "string" },
  secret: { type: "string" },
  emulators: { type: "boolean", default: false },
} as const;

/** Reads the command line; a second `--` is passed over. @throws SetupError with the usage. */
export function resealCommand(args: readonly string[]): ResealCommand {
  try {
    const { values } = parseArgs({ args: args.filter((arg) => arg !== "--"), options: OPTIONS });
    const { project, secret, emulators } = values;
    return { dryRun: values["dry-run"], project, secret, emulators };
  } catch (error) {
    throw new SetupError(USAGE, { cause: error });
  }
}
