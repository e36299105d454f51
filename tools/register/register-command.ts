import { parseArgs } from "node:util";
import { SetupError } from "../setup/progress.mjs";

const USAGE = `npm run register -- <file.csv> --as <email or uid> [options]

Registers many numbers, each through the deployed registerPhoneNumber: on each line of the file Meta's id of a number and its PIN.
"-" reads standard input, so that the PINs need not be in a file. They are kept nowhere and shown nowhere.

  --as <email or uid>        the operator, or the customer's member, in whose name it is done; in the emulators the demo's operator
  --project <id>             the project; default: the one that \`npx firebase use\` has chosen
  --service-account <email>  signs the sign-in, where your credentials are a person's: you need the role Service Account Token
                             Creator on it (Firebase console > Project settings > Service accounts names it)
  --app <id>                 the Firebase web app, where the project has several
  --emulators                the emulators that npm start has started
  --again                    also what was refused within a day, because it has been mended

Given again, the command takes up what is left: registered numbers are passed over. Ctrl+C ends it once the calls under way are answered.
Exit status: 0 all registered or accepted by Meta, 1 something failed or is left, 130 interrupted.`;

/** What the command line asks for. */
export interface RegisterCommand {
  /** The file; `-`: standard input. */
  readonly file: string;
  readonly as: string | undefined;
  readonly project: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly app: string | undefined;
  readonly emulators: boolean;
  readonly again: boolean;
}

const OPTIONS = {
  as: { type: "string" },
  project: { type: "string" },
  "service-account": { type: "string" },
  app: { type: "string" },
  emulators: { type: "boolean", default: false },
  again: { type: "boolean", default: false },
} as const;

/** Reads the command line; a second `--` is passed over. @throws SetupError with the usage, and without a word of what was given: a PIN may be among it. */
export function registerCommand(args: readonly string[]): RegisterCommand {
  const parsed = parse(args.filter((arg) => arg !== "--"));
  const [file, ...more] = parsed?.positionals ?? [];
  if (parsed === null || file === undefined || file === "" || more.length > 0) throw new SetupError(USAGE);
  const { as, project, app, emulators, again, "service-account": serviceAccount } = parsed.values;
  return { file, as, project, serviceAccount, app, emulators, again };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch {
    return null;
  }
}
