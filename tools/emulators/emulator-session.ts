import { randomUUID } from "node:crypto";
import { deleteApp, initializeApp, type FirebaseApp } from "firebase/app";
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword } from "firebase/auth";
import { connectFirestoreEmulator, getFirestore, terminate, type Firestore } from "firebase/firestore";
import { connectFunctionsEmulator, getFunctions, type Functions } from "firebase/functions";
import { z } from "zod";

/** Where the emulators of one run are: the environment that they hand to commands. */
export type EmulatorEnv = Readonly<Record<string, string | undefined>>;

/** A frontend's view of the emulators: the Firebase JS SDK, signed in as a new user. */
export interface EmulatorSession {
  readonly app: FirebaseApp;
  readonly functions: Functions;
  readonly firestore: Firestore;
  readonly uid: string;
  /** The ID token that calls are made with. */
  idToken: () => Promise<string>;
  close: () => Promise<void>;
}

const SignedUp = z.object({ localId: z.string() });

/** Makes a user with these custom claims in the Auth emulator and signs in as it. */
export async function openSession(env: EmulatorEnv, claims: Record<string, unknown>): Promise<EmulatorSession> {
  const auth = await addUser(env, claims);
  const app = initializeApp({ apiKey: "demo", projectId: required(env, "GCLOUD_PROJECT") }, randomUUID());
  const session = getAuth(app);
  connectAuthEmulator(session, `http://${required(env, "FIREBASE_AUTH_EMULATOR_HOST")}`, { disableWarnings: true });
  const { user } = await signInWithEmailAndPassword(session, auth.email, auth.password);
  const base = new URL(required(env, "FUNCTIONS_BASE_URL"));
  const functions = getFunctions(app, base.pathname.split("/").at(-1));
  connectFunctionsEmulator(functions, base.hostname, Number(base.port));
  const firestore = getFirestore(app);
  const [host = "127.0.0.1", port] = required(env, "FIRESTORE_EMULATOR_HOST").split(":");
  connectFirestoreEmulator(firestore, host, Number(port));
  return {
    app,
    functions,
    firestore,
    uid: user.uid,
    idToken: () => user.getIdToken(),
    close: async () => {
      await terminate(firestore);
      await deleteApp(app);
    },
  };
}

/** Makes a user with these custom claims in the Auth emulator. */
export async function addUser(
  env: EmulatorEnv,
  claims: Record<string, unknown>,
): Promise<{ email: string; password: string }> {
  const identity = `http://${required(env, "FIREBASE_AUTH_EMULATOR_HOST")}/identitytoolkit.googleapis.com/v1`;
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const { localId } = SignedUp.parse(
    await post(`${identity}/accounts:signUp?key=demo`, { ...account, returnSecureToken: true }),
  );
  const project = required(env, "GCLOUD_PROJECT");
  await post(`${identity}/projects/${project}/accounts:update`, { localId, customAttributes: JSON.stringify(claims) });
  return account;
}

/** The Auth emulator lets the bearer `owner` do what the Admin SDK may. */
async function post(url: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json", authorization: "Bearer owner" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The Auth emulator answered ${response.status}: ${await response.text()}`);
  return response.json();
}

function required(env: EmulatorEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: the emulators must be running.`);
  return value;
}
