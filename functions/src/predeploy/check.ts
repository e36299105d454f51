import { OPTIONAL_SECRETS } from "../config.ts";
import { saysYes, type Deployment, type Findings } from "./deployment.ts";
import { databaseOf, firestoreAgreement } from "./firestore-agreement.ts";
import { complaintsAboutFolder } from "./folder-rules.ts";
import { askGoogle } from "./google-answers.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { findingsInProject } from "./project-rules.ts";

/** The first version that gives functions an account with the roles that they ask for. */
const OLDEST_CLI = [15, 30] as const;

const UNSEEN =
  "What runs above this hook cannot be seen here, so neither the CLI's version nor the secrets nor the functions' account nor the database were checked.";

/**
 * Looks at everything that a deployment would stumble over, cheapest first: the CLI, the folder, then the project at Google.
 *
 * @param read how the built functions say what they ask for; takes seconds
 */
export async function check(deployment: Deployment, read = readManifest): Promise<Findings> {
  const { cli, folder } = deployment;
  const tooOld = cli === undefined ? undefined : complaintAboutCli(cli.version);
  if (tooOld !== undefined) return { stops: [tooOld], remarks: [] };
  const manifest = await read(folder);
  const agreement = firestoreAgreement(deployment);
  const stops = [...complaintsAboutFolder(deployment, manifest), ...agreement.stops];
  return stops.length > 0 ? { stops, remarks: [] } : findingsAtGoogle(deployment, manifest, agreement);
}

/** What the project at Google says to a deployment in whose folder all is in order. */
export async function findingsAtGoogle(
  deployment: Deployment,
  manifest: Manifest,
  agreement: Findings,
): Promise<Findings> {
  const { cli, project } = deployment;
  if (cli === undefined) return { stops: [], remarks: [...agreement.remarks, UNSEEN] };
  const secrets = manifest.params.filter(({ type, name }) => type === "secret" && !OPTIONAL_SECRETS.includes(name));
  const answers = await askGoogle(cli.command, project, {
    secrets: secrets.map(({ name }) => name),
    database: databaseOf(deployment),
    alsoFunctions: manifest.requiredRoles.length > 0 && !saysYes(deployment),
  });
  const found = findingsInProject(deployment, manifest.requiredRoles, answers);
  return { stops: found.stops, remarks: [...agreement.remarks, ...found.remarks] };
}

/** A sentence on a CLI that is too old. @param version `15.34.2` */
export function complaintAboutCli(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldMajor, oldMinor] = OLDEST_CLI;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return undefined;
  return `The firebase CLI is ${version}, and ${oldMajor}.${oldMinor} is the oldest that gives the functions an account of their own. Update it: npm install --save-dev firebase-tools@latest`;
}
