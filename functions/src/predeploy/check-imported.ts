import { ACCOUNT_SECRETS, metaWebhookVerifyToken, PARAMS } from "../config.ts";
import { findingsAtGoogle } from "./check.ts";
import type { Deployment, Findings } from "./deployment.ts";
import { firestoreAgreement } from "./firestore-agreement.ts";
import { complaintsAboutSettings } from "./folder-rules.ts";
import { readManifest } from "./manifest.ts";

/** What a deployment asks for on our account, wherever our functions are exported. */
const OURS: ReadonlySet<string> = new Set(
  [...PARAMS, ...ACCOUNT_SECRETS, metaWebhookVerifyToken].map(({ name }) => name),
);

/**
 * The check in a project that exports our functions among its own: of its settings those that are ours. What its functions are made of, the
 * account that they run as, and the version of the CLI are the project's own matter.
 *
 * @param read how the built functions say what they ask for; takes seconds
 */
export async function checkImported(deployment: Deployment, read = readManifest): Promise<Findings> {
  const { params } = await read(deployment.folder);
  const manifest = { params: params.filter(({ name }) => OURS.has(name)), requiredRoles: [] };
  if (manifest.params.length === 0)
    return { stops: [], remarks: ["These functions export none of ours: nothing was checked."] };
  const agreement = firestoreAgreement(deployment);
  const stops = [...complaintsAboutSettings(deployment, manifest), ...agreement.stops];
  return stops.length > 0 ? { stops, remarks: [] } : findingsAtGoogle(deployment, manifest, agreement);
}
