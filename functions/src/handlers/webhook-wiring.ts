import { ConfigurationError, inEmulator, metaWebhookVerifyToken, webhookOverride, webhookUrl } from "../config.ts";
import { DEFAULT_REGION, deployedName } from "../contract/deployment.ts";

/** What Meta is told of our own webhook. */
export interface WebhookWiring {
  readonly callbackUrl: string;
  /** Empty: it is not configured. */
  readonly verifyToken: string;
  /** Whether an account's events may be taken from another address. */
  readonly mayOverride: boolean;
}

/**
 * Needs the secret META_WEBHOOK_VERIFY_TOKEN. `host`: where the emulators serve functions, as the request that came in names it; in
 * production the address follows from project and region. @throws ConfigurationError naming the param that must be mended.
 */
export function webhookWiring(host: string): WebhookWiring {
  return {
    callbackUrl: webhookAddress(webhookUrl.value().trim(), host),
    verifyToken: metaWebhookVerifyToken.value().trim(),
    mayOverride: webhookOverride.value(),
  };
}

function webhookAddress(given: string, host: string): string {
  const project = process.env["GCLOUD_PROJECT"] ?? "";
  if (given === "") {
    const { region, name } = deployedBeside();
    return inEmulator()
      ? `http://${host}/${project}/${region}/${name}`
      : `https://${region}-${project}.cloudfunctions.net/${name}`;
  }
  const url = URL.parse(given);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && inEmulator());
  if (!isSafe || url.search !== "" || url.hash !== "" || url.username !== "")
    throw new ConfigurationError("WEBHOOK_URL must be an https address without a query.");
  return given;
}

/**
 * Where the webhook is deployed, beside this function: in its region, its name with the same prefix, kit and groups before it. The
 * Firebase CLI tells each function both in EVENTARC_CLOUD_EVENT_SOURCE, `projects/…/locations/{region}/services/{name}` (firebase-tools
 * 15.34); where nothing tells, as in the emulator, they follow from the param and from the groups that the function is exported in.
 */
function deployedBeside(): { readonly region: string; readonly name: string } {
  const told = /\/locations\/([^/]+)\/services\/([^/]+)$/.exec(process.env["EVENTARC_CLOUD_EVENT_SOURCE"] ?? "");
  const [, region = process.env["FUNCTIONS_REGION"] ?? DEFAULT_REGION, own = process.env["FUNCTION_TARGET"] ?? ""] =
    told ?? [];
  return { region, name: deployedName(own.split(/[.-]/).slice(0, -1).join("-"), "metaWebhook") };
}
