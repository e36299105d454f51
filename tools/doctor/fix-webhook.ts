import type { AccountLeases } from "../../functions/src/app/account-ports.ts";
import { connectWebhook } from "../../functions/src/app/connect-webhook.ts";
import type { CallJournal } from "../../functions/src/app/ports.ts";
import { clock } from "../../functions/src/clock.ts";
import type { WebhookConnectionResult } from "../../functions/src/contract/connect-webhook.ts";
import { deployedName } from "../../functions/src/contract/deployment.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { deploymentSettings } from "../settings/deployment-settings.ts";
import { SetupError } from "../setup/progress.mjs";
import type { Credentials } from "./credentials.ts";
import { whoActs, wrapped, type Paint } from "./report.ts";
import type { Settings } from "./settings.ts";

/** Nobody else is at this terminal: what is changed here is changed once, and asking twice changes nothing. */
const ALONE: AccountLeases = {
  take: async () => ({ granted: true, openSince: null, now: Date.now() }),
  sending: async () => true,
  end: async () => Date.now(),
};

/** The result says everything; this command keeps no log. */
const SILENT: CallJournal = {
  readFailed: () => undefined,
  judgementFailed: () => undefined,
  callWithheld: () => undefined,
  callSent: () => undefined,
  callEnded: () => undefined,
  callUnrecorded: () => undefined,
};

/** Connects the webhook from the terminal, as the deployed connectWebhook does. @throws SetupError when its address is not known. */
export function fixWebhook(
  settings: Settings,
  { token, appSecret, verifyToken }: Credentials,
  baseUrl: string,
  project: string | null,
): Promise<WebhookConnectionResult> {
  const { wabaId, appId, businessId, graphVersion, webhookUrl, webhookOverride } = settings;
  return connectWebhook(
    {
      graph: metaGraph({ baseUrl, version: graphVersion, token, appSecret, appId }),
      leases: ALONE,
      clock,
      journal: SILENT,
    },
    {
      wabaId,
      customerId: null,
      businessId,
      appId,
      attemptId: "doctor",
      by: "doctor",
      callbackUrl: addressOf(webhookUrl, project),
      verifyToken,
      hasAppSecret: appSecret !== "",
      mayOverride: webhookOverride,
    },
  );
}

/** The address of the deployment's webhook; `null`: neither given nor known from the project. @throws SetupError when it is none. */
export function ownAddress(given: string | null, project: string | null): string | null {
  if (given !== null) {
    if (URL.canParse(given) && !/[?#]/.test(given)) return given;
    throw new SetupError("The address of metaWebhook must be a URL without a query.");
  }
  if (project === null) return null;
  const { region, prefix } = deploymentSettings(project);
  return `https://${region}-${project}.cloudfunctions.net/${deployedName(prefix, "metaWebhook")}`;
}

function addressOf(given: string | null, project: string | null): string {
  const address = ownAddress(given, project);
  if (address !== null) return address;
  throw new SetupError("The address of metaWebhook is not known: give --project <id>, or --webhook-url <url>.");
}

/** What it came to, and what to do. */
export function webhookReport(result: WebhookConnectionResult, width: number, paint: Paint): string {
  const { status } = result;
  if (status === "connected") {
    const shown = `${result.message} Fields: ${result.fields.subscribed.join(", ")}.`;
    return `${paint("green", "Connected.")}\n${indented(shown, width)}  ${result.callbackUrl}\n`;
  }
  const address = status === "callback_elsewhere" ? [`  ${result.address}`] : [];
  const metaSays =
    result.graphError === null ? [] : [indented(`Meta says: ${result.graphError.message}`, width).trimEnd()];
  const steps = result.resolution.map(({ title, detail, url }) =>
    [
      `\n${paint("bold", title)}   (who: ${whoActs(result.actor)})`,
      indented(detail, width).trimEnd(),
      ...(url === undefined ? [] : [`  ${url}`]),
    ].join("\n"),
  );
  const head = `${paint("red", `Not connected: ${status}.`)}\n${indented(result.message, width).trimEnd()}`;
  return `${[head, ...address, ...metaSays, ...steps].join("\n")}\n`;
}

const indented = (text: string, width: number): string =>
  `${wrapped(text, width - 2)
    .map((line) => `  ${line}`)
    .join("\n")}\n`;
