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
    const region = process.env["FUNCTIONS_REGION"] ?? DEFAULT_REGION;
    const name = deployedName(ownGroup(), "metaWebhook");
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

/** The groups that this function is exported in, joined as in its deployed name; the webhook is exported beside it. */
const ownGroup = (): string => (process.env["FUNCTION_TARGET"] ?? "").split(".").slice(0, -1).join("-");
