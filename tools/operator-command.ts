import { parseArgs } from "node:util";
import { CustomerId } from "../functions/src/contract/primitives.ts";
import { SetupError } from "./setup/progress.mjs";

const USAGE = `npm run grant-operator -- <email or uid> [--revoke] [--project <id>]
npm run grant-operator -- --customer <id> <email or uid> [--revoke] [--project <id>]

Lets a Firebase user call the functions (custom claim whatsappOperator: true, or the one that OPERATOR_CLAIM names), or no longer.
With --customer, which may be given several times: makes the user a member of that customer, for whose numbers and accounts alone the user
may act (custom claim whatsappCustomers, or the one that CUSTOMERS_CLAIM names), or no longer. An id has 1 to 64 letters, digits, hyphens and
underscores. The user's other claims stay as they are; Firebase keeps at most 1000 bytes of them all.
Against the auth emulator when FIREBASE_AUTH_EMULATOR_HOST is set; else against the project given, or the one that
\`firebase use\` has chosen, with the credentials of \`gcloud auth application-default login\` or
GOOGLE_APPLICATION_CREDENTIALS.`;

/** What is to be done, and to whom. */
export interface OperatorCommand {
  /** Email address or uid. */
  who: string;
  /** The customers that it is about; none: it is about operators. */
  customers: readonly string[];
  revoke: boolean;
  project: string | undefined;
}

const OPTIONS = {
  customer: { type: "string", multiple: true },
  revoke: { type: "boolean", default: false },
  project: { type: "string" },
} as const;

/**
 * Reads the command line. A second `--` is passed over: people write one before each group of options.
 *
 * @throws SetupError with the usage.
 */
export function operatorCommand(args: readonly string[]): OperatorCommand {
  try {
    const given = args.filter((arg) => arg !== "--");
    const { values, positionals } = parseArgs({ args: given, options: OPTIONS, allowPositionals: true });
    const [who, ...more] = positionals;
    if (who === undefined || who === "" || more.length > 0) throw new Error("Name one user.");
    const named = values.customer ?? [];
    const wrong = named.find((id) => !CustomerId.safeParse(id).success);
    if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is no customer's id.`);
    return { who, customers: [...new Set(named)], revoke: values.revoke, project: values.project };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}
