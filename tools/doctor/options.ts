import { parseArgs } from "node:util";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import { SetupError } from "../setup/progress.mjs";
import type { SettingName } from "./settings.ts";

export const USAGE = `npm run doctor -- [options]

Says what stands in the way of registering and using a WhatsApp number. It only reads, and spends no attempt,
unless --fix tells it to change something.

  --phone-number-id <id>   the number; default: META_PHONE_NUMBER_ID in functions/.env or .env.<project>
  --waba-id <id>           its WhatsApp Business Account; default: META_WABA_ID there
  --app-id <id>            the app that the token should belong to; default: META_APP_ID there
  --business-id <id>       the business of the system user; default: META_BUSINESS_ID there
  --graph-version <v>      such as ${GRAPH_VERSION}; default: META_GRAPH_VERSION there
  --project <id>           whose .env.<project> and whose secrets are meant
  --secret-manager         take token and app secret from Secret Manager, through the firebase CLI
  --simulator [url]        play: diagnose a number of the graph simulator, started here or running at this address
  --fix webhook            connects the webhook instead of diagnosing, as the deployed connectWebhook does; needs META_APP_SECRET
                           and META_WEBHOOK_VERIFY_TOKEN, and --project or --webhook-url
  --webhook-url <url>      the address of metaWebhook; default: WEBHOOK_URL there, else the one that follows from --project
  --override               take the account's events from another address of the app; default: WEBHOOK_OVERRIDE there
  --json                   the diagnosis as JSON and nothing else (with npm: npm run --silent doctor -- --json)
  --help                   this text

The token is taken from META_SYSTEM_USER_TOKEN, the app secret from META_APP_SECRET; without the former it is asked for.
Exit status: 0 healthy, 1 something to fix, 2 could not tell.
`;

/** What the command line asks for. */
export interface Options {
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly project: string | null;
  readonly secretManager: boolean;
  readonly simulator: boolean;
  /** `null`: start one. */
  readonly simulatorUrl: string | null;
  /** Not in the usage, because it is a mistake that people make. */
  readonly token: string | null;
  /** What to put right instead of diagnosing; `null`: nothing. */
  readonly fix: "webhook" | null;
  readonly json: boolean;
  readonly help: boolean;
}

const FLAGS = {
  "phone-number-id": { type: "string" },
  "waba-id": { type: "string" },
  "app-id": { type: "string" },
  "business-id": { type: "string" },
  "graph-version": { type: "string" },
  project: { type: "string" },
  token: { type: "string" },
  "secret-manager": { type: "boolean", default: false },
  simulator: { type: "boolean", default: false },
  fix: { type: "string" },
  "webhook-url": { type: "string" },
  override: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws SetupError with the usage, and without a word of what was given: a token may be among it. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parsed(argv);
  const [url, ...more] = positionals;
  if (more.length > 0 || (url !== undefined && !values.simulator)) throw wrong();
  if (values.fix !== undefined && values.fix !== "webhook") throw wrong();
  return {
    settings: {
      ...given("META_PHONE_NUMBER_ID", values["phone-number-id"]),
      ...given("META_WABA_ID", values["waba-id"]),
      ...given("META_APP_ID", values["app-id"]),
      ...given("META_BUSINESS_ID", values["business-id"]),
      ...given("META_GRAPH_VERSION", values["graph-version"]),
      ...given("WEBHOOK_URL", values["webhook-url"]),
      ...(values.override ? { WEBHOOK_OVERRIDE: "true" } : {}),
    },
    project: values.project ?? null,
    secretManager: values["secret-manager"],
    simulator: values.simulator,
    simulatorUrl: url === undefined ? null : simulatorOrigin(url),
    token: values.token ?? null,
    fix: values.fix ?? null,
    json: values.json,
    help: values.help,
  };
}

function parsed(argv: readonly string[]) {
  const args = argv.flatMap((argument) =>
    argument.startsWith("--simulator=") ? ["--simulator", argument.slice("--simulator=".length)] : [argument],
  );
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: true });
  } catch {
    throw wrong();
  }
}

const wrong = (): SetupError => new SetupError(`These options are not understood.\n\n${USAGE}`);

const given = (name: SettingName, value: string | undefined): Partial<Record<SettingName, string>> =>
  value === undefined ? {} : { [name]: value };

/** Only this machine: what is sent there is the invented token alone, but nothing needs more. */
function simulatorOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "http:" || !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw new SetupError("The simulator's address must be on this machine, such as http://127.0.0.1:4010.");
  }
  return url.origin;
}
