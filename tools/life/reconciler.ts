import { reconcilePhoneNumbers } from "../../functions/src/app/reconcile-phone-numbers.ts";
import type { ReconcileJournal } from "../../functions/src/app/reconcile-ports.ts";
import { reconcilePorts } from "../../functions/src/composition.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoProject, demoSecrets } from "../demo-project.ts";
import { deleteApp, initializeApp } from "../product-packages.ts";

/** The scheduled function, to be run by hand: the emulators run no schedules. */
export interface Reconciler {
  /** One run; how many numbers it looked at. Rejects when one could not be written down. */
  run(): Promise<string>;
  close(): Promise<void>;
}

/** Due numbers are asked for in greater number than a run takes, so that this one is among them wherever others are due. */
const MANY = 10_000;

/** Runs in this process, for one number and no other. FIRESTORE_EMULATOR_HOST must be set. */
export function openReconciler(simulator: Simulator, phoneNumberId: string): Reconciler {
  // There is no Google Cloud machine to be asked who we are, and looking for it ends in a warning.
  process.env["METADATA_SERVER_DETECTION"] = "none";
  const app = initializeApp({ projectId: demoProject });
  const manages = (id: string): boolean => id === phoneNumberId;
  return {
    run: async () => {
      let looked = 0;
      const ports = reconcilePorts({
        token: demoSecrets()["META_SYSTEM_USER_TOKEN"] ?? "",
        appSecret: demoSecrets()["META_APP_SECRET"] ?? "",
        phoneNumberId,
        wabaId: WABA_ID,
        businessId: null,
        appId: null,
        namedIds: [],
        manages,
        graphVersion: "v25.0",
        graphBaseUrl: simulator.url,
        registrationBudget: 10,
      });
      const due = { ...ports.due, due: async () => (await ports.due.due(MANY)).filter(manages) };
      const journal: ReconcileJournal = { ...silent, reconciled: (run) => void (looked = run.looked) };
      await reconcilePhoneNumbers({ ...ports, due, journal }, { namedIds: [], manages });
      return `${looked} number${looked === 1 ? "" : "s"} looked at`;
    },
    close: () => deleteApp(app),
  };
}

const silent: ReconcileJournal = {
  phoneNumberChanged: () => undefined,
  readFailed: () => undefined,
  tokenChanged: () => undefined,
  circuitFailed: () => undefined,
  reconciled: () => undefined,
  ledgerUnreadable: ({ phoneNumberId }) => {
    throw new Error(`The ledger of ${phoneNumberId} cannot be read.`);
  },
  lookFailed: ({ error }) => {
    throw error;
  },
};
