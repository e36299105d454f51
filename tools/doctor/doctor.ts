import { diagnoseAccess } from "../../functions/src/app/diagnose-access.ts";
import { CheckId, type AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { startSimulator } from "../../graph-simulator/server.ts";
import { demoParams, demoSecrets } from "../demo-project.ts";
import { credentials, type Credentials, type CredentialSources } from "./credentials.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import { checkLine, closing, inOrder, type Paint } from "./report.ts";
import { settingsFrom, valuesFromFiles, type Settings } from "./settings.ts";

/** Everything outside that the doctor touches. */
export interface Surroundings {
  readonly env: CredentialSources["env"];
  readonly ask: CredentialSources["ask"];
  readonly secret: CredentialSources["secret"];
  /** The folder with the .env files. */
  readonly functionsFolder: string;
  readonly metaOrigin: string;
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
}

/** Exit statuses, as the usage promises them. */
export const STATUS = { healthy: 0, fix: 1, unclear: 2 } as const;

/** The access diagnosis on a terminal. Returns the exit status. @throws SetupError when it cannot even begin. */
export async function doctor(argv: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    around.print(USAGE);
    return STATUS.healthy;
  }
  const diagnosis = options.simulator ? await play(options, around) : await examine(options, around);
  if (options.json) around.print(`${JSON.stringify(diagnosis, null, 2)}\n`);
  else around.print(closing(diagnosis, around.width, around.paint));
  return STATUS[diagnosis.verdict.state];
}

async function examine(options: Options, around: Surroundings): Promise<AccessDiagnosis> {
  const values = { ...valuesFromFiles(around.functionsFolder, options.project), ...options.settings };
  const settings = settingsFrom(values);
  return diagnose(settings, await credentials(options, around), around.metaOrigin, options, around);
}

/** The simulator's own token and ids: what is true of Meta never goes there. */
async function play(options: Options, around: Surroundings): Promise<AccessDiagnosis> {
  const settings = settingsFrom({ ...demoParams(), ...options.settings });
  const { META_SYSTEM_USER_TOKEN: invented = "", META_APP_SECRET: appSecret = "" } = demoSecrets();
  const held = { token: options.token ?? invented, appSecret };
  if (options.simulatorUrl !== null) return diagnose(settings, held, options.simulatorUrl, options, around);
  const simulator = await startSimulator();
  try {
    return await diagnose(settings, held, simulator.url, options, around);
  } finally {
    await simulator.close();
  }
}

async function diagnose(
  settings: Settings,
  { token, appSecret }: Credentials,
  baseUrl: string,
  { json }: Options,
  { print, width, paint }: Surroundings,
): Promise<AccessDiagnosis> {
  const { phoneNumberId, wabaId, appId, businessId, graphVersion } = settings;
  if (!json) print(`Number ${phoneNumberId}, account ${wabaId}, Graph API ${graphVersion} at ${baseUrl}\n\n`);
  return diagnoseAccess(
    {
      graph: metaGraph({ baseUrl, version: graphVersion, token, appSecret }),
      records: null,
      clock: { now: () => Date.now() },
    },
    {
      phoneNumberId,
      wabaId,
      accountIsKnown: true,
      expectedAppId: appId,
      businessId,
      provesAppSecret: appSecret !== "",
      graphVersion,
    },
    json ? undefined : inOrder(CheckId.options, (check) => print(checkLine(check, width, paint))),
  );
}
