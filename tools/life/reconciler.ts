import { ownAccount, reconcilePorts } from "../../functions/src/composition.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../demo-configuration.ts";
import { demoProject } from "../demo-project.ts";
import { deleteApp, initializeApp } from "../product-packages.ts";
import { reconcileNumbers } from "../reconcile-numbers.ts";

/** The scheduled function, to be run by hand: the emulators run no schedules. */
export interface Reconciler {
  /** One run; how many numbers it looked at. Rejects when one could not be written down. */
  run(): Promise<string>;
  close(): Promise<void>;
}

/** Runs in this process, for one number and no other. FIRESTORE_EMULATOR_HOST must be set. */
export function openReconciler(simulator: Simulator, phoneNumberId: string): Reconciler {
  // There is no Google Cloud machine to be asked who we are, and looking for it ends in a warning.
  process.env["METADATA_SERVER_DETECTION"] = "none";
  const app = initializeApp({ projectId: demoProject });
  return {
    run: async () => {
      const config = { ...demoConfiguration(simulator.url), phoneNumberId };
      const ports = reconcilePorts(config, ownAccount(config));
      const looked = await reconcileNumbers(ports, [phoneNumberId]);
      return `${looked} number${looked === 1 ? "" : "s"} looked at`;
    },
    close: () => deleteApp(app),
  };
}
