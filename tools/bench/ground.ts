import type { Simulator } from "../../graph-simulator/server.ts";
import { demoProject } from "../demo-project.ts";
import { DEMO_USERS } from "../demo-users.ts";
import type { Artefacts } from "./artefacts.ts";
import type { Way } from "./artefacts.ts";
import { delayingProxy, type DelayingProxy } from "./delaying-proxy.ts";
import { comingNumbers } from "./fresh-number.ts";
import { servedFunction, type ServedFunction } from "./served-function.ts";
import { EVENT_NUMBERS } from "./webhook-deliveries.ts";

/** More than any process is asked for. */
const COMING = 500;

/** The numbers that a function is asked about. Where one belongs that the configuration names is known without a look-up, as of most. */
const NAMED: Readonly<Record<string, () => readonly string[]>> = {
  registerPhoneNumber: () => comingNumbers(COMING),
  metaWebhook: () => EVENT_NUMBERS,
};

/** Everything that measures stand on: both artefacts, the emulators, the simulator of Meta, and longer ways to both. */
export interface Ground {
  readonly artefacts: Artefacts;
  readonly simulator: Simulator;
  readonly toFirestore: DelayingProxy;
  readonly toGraph: DelayingProxy;
  /** The ID token of a user who may call. */
  readonly idToken: string;
  serve(way: Way, name: string): Promise<ServedFunction>;
}

/** @param hosts of the emulators, as host and port */
export async function ground(
  artefacts: Artefacts,
  simulator: Simulator,
  hosts: { readonly firestore: string; readonly auth: string },
): Promise<Ground & AsyncDisposable> {
  const toFirestore = await delayingProxy(hosts.firestore);
  const toGraph = await delayingProxy(new URL(simulator.url).host);
  const env = {
    FUNCTIONS_EMULATOR: "true",
    GCLOUD_PROJECT: demoProject,
    FIRESTORE_EMULATOR_HOST: toFirestore.host,
    FIREBASE_AUTH_EMULATOR_HOST: hosts.auth,
    META_GRAPH_BASE_URL: `http://${toGraph.host}`,
    ENFORCE_APP_CHECK: "false",
  };
  return {
    artefacts,
    simulator,
    toFirestore,
    toGraph,
    idToken: await signedIn(hosts.auth),
    serve: (way, name) => {
      const ids = NAMED[name]?.() ?? [];
      return servedFunction(artefacts[way], name, { ...env, MANAGED_PHONE_NUMBER_IDS: ids.join() });
    },
    [Symbol.asyncDispose]: async () => {
      await toFirestore[Symbol.asyncDispose]();
      await toGraph[Symbol.asyncDispose]();
    },
  };
}

async function signedIn(auth: string): Promise<string> {
  const { email, password } = DEMO_USERS.operator;
  const response = await fetch(
    `http://${auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    },
  );
  const { idToken } = (await response.json()) as { idToken?: string };
  if (idToken === undefined) throw new Error(`The auth emulator answered ${response.status}.`);
  return idToken;
}
