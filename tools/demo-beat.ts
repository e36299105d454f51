import { setTimeout as pause } from "node:timers/promises";
import { accountReconciling, ownAccount, reconcilePorts } from "../functions/src/composition.ts";
import { ageing } from "./demo-ageing.ts";
import { demoConfiguration } from "./demo-configuration.ts";
import { demoParams, localSecrets } from "./demo-project.ts";
import type { Emulators } from "./emulators/emulator-suite.ts";
import { reconcileDueNumbers } from "./reconcile-numbers.ts";

/** Deployed, the scheduled function runs every minute: too slow to look on. */
const BEAT_MS = 5000;

/**
 * Runs the scheduled function every few seconds, as the emulators run no schedules, until it is disposed of. A run that fails is
 * said once on the terminal, and the next one is tried all the same.
 */
export function startBeat({ env }: Pick<Emulators, "env">, graphBaseUrl: string): AsyncDisposable {
  Object.assign(process.env, env, { METADATA_SERVER_DETECTION: "none" });
  const config = demoConfiguration(graphBaseUrl, localSecrets());
  const ports = reconcilePorts(config, ownAccount(config));
  const ending = new AbortController();
  const age = ageing(graphBaseUrl);
  const beating = beat(ending.signal, async () => {
    await age();
    await reconcileDueNumbers(ports, accountReconciling(config), [demoParams()["META_PHONE_NUMBER_ID"] ?? ""]);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await beating;
    },
  };
}

async function beat(signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  let failed = false;
  while (!signal.aborted) {
    try {
      await run();
      failed = false;
    } catch (error) {
      if (!failed && !signal.aborted) console.error("Reading the numbers again failed:", error);
      failed = true;
    }
    await pause(BEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}
