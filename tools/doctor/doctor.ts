import { diagnoseAccess } from "../../functions/src/app/diagnose-access.ts";
import { clock } from "../../functions/src/clock.ts";
import type { AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { startSimulator } from "../../graph-simulator/server.ts";
import { demoParams, demoSecrets } from "../demo-project.ts";
import { credentials, type Credentials, type CredentialSources } from "./credentials.ts";
import { fixWebhook, ownAddress, webhookReport } from "./fix-webhook.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import { byLink, closing, type Paint } from "./report.ts";
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
  if (options.fix !== null) return fix(options, around);
  const diagnosis = await withMeta(options, around, (meta) => diagnose(meta, options, around));
  if (options.json) around.print(`${JSON.stringify(diagnosis, null, 2)}\n`);
  else around.print(closing(diagnosis, around.width, around.paint));
  return STATUS[diagnosis.verdict.state];
}

/** What Meta is asked about, with what, and where it is. */
interface Meta {
  readonly settings: Settings;
  readonly held: Credentials;
  readonly baseUrl: string;
}

/** Does something with Meta, or with the simulator in its place: what is true of Meta never goes there. */
async function withMeta<Result>(
  options: Options,
  around: Surroundings,
  work: (meta: Meta) => Promise<Result>,
): Promise<Result> {
  if (!options.simulator) {
    const values = { ...valuesFromFiles(around.functionsFolder, options.project), ...options.settings };
    const settings = settingsFrom(values);
    return work({ settings, held: await credentials(options, around), baseUrl: around.metaOrigin });
  }
  const settings = settingsFrom({ ...demoParams(), ...options.settings });
  const secrets = demoSecrets();
  const held = {
    token: options.token ?? secrets["META_SYSTEM_USER_TOKEN"] ?? "",
    appSecret: secrets["META_APP_SECRET"] ?? "",
    verifyToken: secrets["META_WEBHOOK_VERIFY_TOKEN"] ?? "",
  };
  if (options.simulatorUrl !== null) return work({ settings, held, baseUrl: options.simulatorUrl });
  const simulator = await startSimulator();
  try {
    return await work({ settings, held, baseUrl: simulator.url });
  } finally {
    await simulator.close();
  }
}

async function fix(options: Options, around: Surroundings): Promise<number> {
  const { print, width, paint } = around;
  const result = await withMeta(options, around, ({ settings, held, baseUrl }) =>
    fixWebhook(settings, held, baseUrl, options.project),
  );
  print(options.json ? `${JSON.stringify(result, null, 2)}\n` : webhookReport(result, width, paint));
  if (result.status === "connected") return STATUS.healthy;
  return result.retryable ? STATUS.unclear : STATUS.fix;
}

async function diagnose(
  { settings, held: { token, appSecret }, baseUrl }: Meta,
  { json, project, simulator }: Options,
  { print, width, paint }: Surroundings,
): Promise<AccessDiagnosis> {
  const { phoneNumberId, wabaId, appId, businessId, graphVersion } = settings;
  if (!json) print(`Number ${phoneNumberId}, account ${wabaId}, Graph API ${graphVersion} at ${baseUrl}\n\n`);
  return diagnoseAccess(
    {
      graph: metaGraph({ baseUrl, version: graphVersion, token, appSecret }),
      records: null,
      clock,
    },
    {
      phoneNumberId,
      wabaId,
      customerId: null,
      accountIsKnown: true,
      expectedAppId: appId,
      businessId,
      provesAppSecret: appSecret !== "",
      graphVersion,
      ownWebhook: simulator ? null : ownAddress(settings.webhookUrl, project),
    },
    json ? undefined : byLink(width, paint, print),
  );
}
