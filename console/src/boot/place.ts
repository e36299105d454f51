import * as z from "zod";

/** Addresses of emulators, `host:port`. */
export interface EmulatorAddresses {
  readonly auth: string;
  readonly firestore: string;
  readonly functions: string;
}

/** Which Firebase project this page belongs to, and whether it runs on this machine's emulators. */
export interface Place {
  readonly firebase: z.infer<typeof FirebaseConfig>;
  readonly emulators: EmulatorAddresses | null;
  /** The reCAPTCHA Enterprise key for App Check; `null`: App Check is not set up. */
  readonly appCheckSiteKey: string | null;
  readonly deployment: z.infer<typeof Deployment>;
}

/** Where the functions and documents are, who may do what, and the sign-up: the build takes them from the functions' params. */
const Deployment = z.object({
  region: z.string(),
  prefix: z.string(),
  database: z.string(),
  operatorClaim: z.string(),
  customersClaim: z.string(),
  /** What Meta's dialog for customers is opened with; `null`: it is not offered. */
  signup: z.object({ appId: z.string(), configId: z.string() }).nullable(),
});

/** What the page needs of the project's web configuration. The demo project has no `appId`, and needs none. */
const FirebaseConfig = z.object({ projectId: z.string(), apiKey: z.string(), appId: z.string().default("") });

const Settings = z.object({ appCheckSiteKey: z.string(), deployment: Deployment });

const address = z.object({ hostAndPort: z.string() }).transform(({ hostAndPort }) => hostAndPort);
const Emulators = z.object({ auth: address, firestore: address, functions: address });

const THIS_MACHINE: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Reads from Hosting's reserved addresses what project this is. Emulators are looked for only where the page itself comes from this machine.
 * @throws Error in words for the person at the page.
 */
export async function readPlace(hostname: string): Promise<Place> {
  const [init, settings, emulators] = await Promise.all([
    fetch("/__/firebase/init.json"),
    fetch("/settings.json"),
    THIS_MACHINE.has(hostname) ? fetch("/__/firebase/init.js?useEmulator=true") : null,
  ]);
  const firebase = FirebaseConfig.safeParse(await json(init));
  if (!firebase.success) {
    throw new Error(
      "Firebase Hosting does not know the project's web app. Create one: firebase apps:create web console",
    );
  }
  const { appCheckSiteKey, deployment } = Settings.parse(await json(settings));
  return {
    firebase: firebase.data,
    emulators: emulators === null ? null : emulatorsOf(await emulators.text()),
    appCheckSiteKey: appCheckSiteKey === "" ? null : appCheckSiteKey,
    deployment,
  };
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * The emulators that the Hosting emulator names in `init.js?useEmulator=true`, the only place where it does (firebase-tools 15,
 * hosting/implicitInit). The script itself is for the old SDK, so it is read and not run. `null`: it names none.
 */
export function emulatorsOf(script: string): EmulatorAddresses | null {
  const literal = /var firebaseEmulators = (\{[^;]*\});/.exec(script)?.[1];
  if (literal === undefined) return null;
  return Emulators.safeParse(JSON.parse(literal)).data ?? null;
}
