import { SetupError } from "./setup/progress.mjs";

/** What Firebase Auth answers, by its codes, in words that say what to do. */
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
      `Your account may not read or change users of ${project}: it needs the role Firebase Authentication Admin (roles/firebaseauth.admin).`,
  ],
]);

/** Work with the users of a project, or with what signs in its name. @throws SetupError that says what to do. */
export async function explained<T>(work: Promise<T>, who: string, project: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const text = error instanceof Error ? error.message : String(error);
    throw new SetupError(MESSAGES.get(code)?.(who, project) ?? hinted(text), { cause: error });
  }
}

const NAME_A_SIGNER = `Your credentials cannot sign by themselves: name a service account of the project with --service-account (Firebase console >
Project settings > Service accounts), on which you have the role Service Account Token Creator (roles/iam.serviceAccountTokenCreator).`;

function hinted(text: string): string {
  if (/service account|signBlob/iu.test(text)) return `${text}\n\n${NAME_A_SIGNER}`;
  const noCredentials = /default credentials|Credential implementation|ECONNREFUSED|ENOTFOUND|invalid_grant/u.test(
    text,
  );
  return noCredentials
    ? `${text}\n\nSign in with \`gcloud auth application-default login\`, and check that the network is reachable.`
    : text;
}
