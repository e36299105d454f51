import { ConfigurationError } from "./config-values.ts";
import { inEmulator, webhookUrl } from "./config.ts";
import { DEFAULT_REGION, deployedName } from "./contract/deployment.ts";

/**
 * The address of this deployment's own webhook. `host`: where the emulators serve functions, as the request that came in names it; in
 * production the address follows from project and region. @throws ConfigurationError naming the param that must be mended.
 */
export function webhookAddress(host: string): string {
  const given = webhookUrl.value().trim();
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

/** The same for those who only compare it. `host` null: no request came in. `null`: it is not known. */
export function knownWebhookAddress(host: string | null): string | null {
  if (host === null && inEmulator() && webhookUrl.value().trim() === "") return null;
  try {
    return webhookAddress(host ?? "");
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
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
