import { deleteApp, initializeApp } from "firebase/app";
import { CustomProvider, initializeAppCheck } from "firebase/app-check";
import { connectAuthEmulator, getAuth, signInWithCustomToken } from "firebase/auth";
import { connectFirestoreEmulator, doc, getDoc, getFirestore, terminate } from "firebase/firestore/lite";
import { createRegistrationClient } from "../../client/src/client.ts";
import { hostAndPort } from "../../client/src/host-and-port.ts";
import { readTolerantly } from "../../client/src/newer-backend.ts";
import { NUMBERS } from "../../functions/src/contract/collections.ts";
import { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { explained } from "../auth-errors.ts";
import * as admin from "../product-packages.ts";
import type { DeploymentSettings } from "../settings/deployment-settings.ts";
import type { Backend } from "./bulk-run.ts";
import type { WebApp } from "./web-app.ts";

/** Where the emulators are, as host and port. */
export interface EmulatorHosts {
  readonly auth: string;
  readonly functions: string;
  readonly firestore: string;
}

/** The user whose session is to be opened, and where. */
export interface SessionOptions {
  readonly app: WebApp;
  readonly settings: DeploymentSettings;
  /** Email address or uid. */
  readonly as: string;
  readonly serviceAccount: string | undefined;
  /** `null`: the project itself. */
  readonly emulators: EmulatorHosts | null;
}

/** The backend as one user sees it, until it is closed. */
export interface Session extends Backend {
  readonly user: string;
  readonly close: () => Promise<void>;
}

/**
 * Signs in as a user with a token that the Admin SDK makes, and calls through the client as that user's own page would: what the functions and
 * the rules refuse the user, they refuse here. Each call has an App Check token of its own where the functions ask for one.
 * @throws SetupError that says what is missing.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { app, settings, as, serviceAccount, emulators } = options;
  const signing = serviceAccount === undefined ? {} : { serviceAccountId: serviceAccount };
  const server = admin.initializeApp({ projectId: app.projectId, ...signing }, "register");
  const users = admin.getAuth(server);
  const asked = explained(as.includes("@") ? users.getUserByEmail(as) : users.getUser(as), as, app.projectId);
  const { uid, email } = await asked;
  const customToken = await explained(users.createCustomToken(uid), as, app.projectId);

  const page = initializeApp(app, "register");
  const auth = getAuth(page);
  if (emulators !== null) connectAuthEmulator(auth, `http://${emulators.auth}`, { disableWarnings: true });
  await explained(signInWithCustomToken(auth, customToken), as, app.projectId);
  if (emulators === null && settings.appCheck) {
    const attested = admin.getAppCheck(server);
    const getToken = async () => {
      const { token, ttlMillis } = await attested.createToken(app.appId, { limitedUse: true });
      return { token, expireTimeMillis: Date.now() + ttlMillis };
    };
    await explained(getToken(), as, app.projectId);
    initializeAppCheck(page, { provider: new CustomProvider({ getToken }), isTokenAutoRefreshEnabled: false });
  }
  const { region, prefix, database } = settings;
  const at = emulators === null ? {} : { emulators: { functions: emulators.functions } };
  const client = createRegistrationClient(page, { region, prefix, ...at });
  const firestore = getFirestore(page, database);
  if (emulators !== null) connectFirestoreEmulator(firestore, ...hostAndPort(emulators.firestore));

  return {
    uid,
    user: email === undefined ? uid : `${email} (${uid})`,
    register: (request) => client.registerPhoneNumber(request),
    read: async (phoneNumberId) => {
      const data = await unlessForbidden(getDoc(doc(firestore, NUMBERS, phoneNumberId)));
      return data === undefined ? null : (readTolerantly(PhoneNumberDocument, data) ?? null);
    },
    close: async () => {
      await terminate(firestore);
      await Promise.all([deleteApp(page), admin.deleteApp(server)]);
    },
  };
}

/** A document that the user may not see answers like one that there is not: the call says so in its own words. */
async function unlessForbidden(read: ReturnType<typeof getDoc>): Promise<unknown> {
  try {
    return (await read).data();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "permission-denied") return undefined;
    throw error;
  }
}
