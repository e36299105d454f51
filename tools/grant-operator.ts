import { parseArgs } from "node:util";
import { demoProject } from "./demo-project.ts";
import { changeOperatorClaim } from "./operator-claim.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { main, SetupError } from "./setup/progress.mjs";

const USAGE = `npm run grant-operator -- <email or uid> [--revoke] [--project <id>]

Lets a Firebase user call the functions (custom claim whatsappOperator: true), or no longer.
Against the auth emulator when FIREBASE_AUTH_EMULATOR_HOST is set; else against the project given, with the
credentials of \`gcloud auth application-default login\` or GOOGLE_APPLICATION_CREDENTIALS.`;

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
  const { who, revoke, project } = commandLine();
  const emulator = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
  const projectId = project ?? (emulator === undefined ? process.env["GOOGLE_CLOUD_PROJECT"] : demoProject);
  if (projectId === undefined) throw new SetupError(`Name the project: --project <id>.\n\n${USAGE}`);
  const auth = getAuth(initializeApp({ projectId }));
  const { uid, email, changed } = await explained(changeOperatorClaim(auth, who, !revoke), who, projectId);
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

function commandLine(): { who: string; revoke: boolean; project: string | undefined } {
  try {
    const options = { revoke: { type: "boolean", default: false }, project: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [who, ...more] = positionals;
    if (who === undefined || who === "" || more.length > 0) throw new Error("Name one user.");
    return { who, revoke: values.revoke, project: values.project };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
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
