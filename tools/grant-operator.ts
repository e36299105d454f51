import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { demoProject } from "./demo-project.ts";
import { firebaseCommand, firebaseEnv } from "./emulators/firebase-cli.ts";
import { changeOperatorClaim } from "./operator-claim.ts";
import { operatorCommand, operatorProject } from "./operator-command.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { root } from "./root.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main, SetupError } from "./setup/progress.mjs";

const MESSAGES = new Map<string, (who: string, project: string) => string>([
  [
    "auth/user-not-found",
    (who, project) =>
      `${project} has no user ${who}. The user must have signed in once, or be added in the Firebase console under Authentication.`,
  ],
  ["auth/invalid-email", (who) => `${who} is not an email address.`],
  ["auth/invalid-uid", () => "A uid has 1 to 128 characters."],
  [
    "auth/configuration-not-found",
    (_who, project) =>
      `Firebase Authentication is not switched on in ${project}: open it in the Firebase console and press Get started.`,
  ],
  [
    "auth/insufficient-permission",
    (_who, project) =>
      `Your account may not change users of ${project}: it needs the role Firebase Authentication Admin (roles/firebaseauth.admin).`,
  ],
]);

await main(async () => {
  const { who, revoke, project } = operatorCommand(process.argv.slice(2));
  const emulator = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
  const sources = { named: project, env: process.env, demo: demoProject, chosen: chosenProject };
  const projectId = await operatorProject(sources);
  chargeTo(projectId);
  const claim = deploymentSettings(projectId).operatorClaim;
  const auth = getAuth(initializeApp({ projectId }));
  const { uid, email, changed } = await explained(
    changeOperatorClaim(auth, who, { claim, grant: !revoke }),
    who,
    projectId,
  );
  const user = email === undefined ? uid : `${email} (${uid})`;
  const where = emulator === undefined ? `project ${projectId}` : `the auth emulator at ${emulator}`;
  console.log(
    changed
      ? `${user} ${revoke ? "is no longer" : "is now"} an operator in ${where}.`
      : `${user} ${revoke ? "was no" : "is an"} operator in ${where} already; nothing was changed.`,
  );
  if (revoke)
    console.log("Their sessions have ended: the functions refuse them from now on, and Firestore within an hour.");
  else if (changed)
    console.log(
      "It takes effect when the user's app next fetches an ID token: within an hour, or on signing in again.",
    );
});

/**
 * Identity Toolkit refuses a person's own credentials unless they name a project to charge, which `gcloud auth
 * application-default login` writes into them only when gcloud has a project; a service account's need none.
 */
function chargeTo(project: string): void {
  if (process.env["GOOGLE_APPLICATION_CREDENTIALS"] === undefined)
    process.env["GOOGLE_CLOUD_QUOTA_PROJECT"] ??= project;
}

const Used = z.object({ result: z.string() });

/** What `firebase use` has chosen; asking it needs a login, as deploying did. */
async function chosenProject(): Promise<string | undefined> {
  const [program, args] = firebaseCommand(["use", "--json"]);
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd: root, env: firebaseEnv(undefined) });
    return Used.parse(JSON.parse(stdout)).result;
  } catch {
    return undefined;
  }
}

async function explained<T>(work: Promise<T>, who: string, project: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const text = error instanceof Error ? error.message : String(error);
    throw new SetupError(MESSAGES.get(code)?.(who, project) ?? hinted(text), { cause: error });
  }
}

function hinted(text: string): string {
  const noCredentials = /default credentials|Credential implementation|ECONNREFUSED|ENOTFOUND|invalid_grant/u.test(
    text,
  );
  return noCredentials
    ? `${text}\n\nSign in with \`gcloud auth application-default login\`, and check that the network is reachable.`
    : text;
}
