import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { attemptPorts } from "../../functions/src/composition.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../demo-configuration.ts";
import { getFirestore } from "../product-packages.ts";
import { interleaved, type Comparison } from "./interleaved.ts";
import { naiveRegister } from "./naive-register.ts";

const PIN = "123456";

/** What one registration of a fresh number costs: milliseconds, and requests to Meta for each. */
export interface RegistrationCost {
  readonly ms: Comparison;
  readonly requests: { readonly ours: number; readonly naive: number };
}

/**
 * Registers fresh numbers in turn, the product's way and the naive way, in one process, against the simulator and the
 * Firestore emulator. FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 */
export async function registrationCost(simulator: Simulator, rounds: number): Promise<RegistrationCost> {
  const configuration = demoConfiguration(simulator.url);
  const { token } = configuration;
  const ports = {
    ...attemptPorts(configuration),
    journal: silent(),
  };
  const ours = async (phoneNumberId: string): Promise<void> => {
    const ask = {
      phoneNumberId,
      wabaId: WABA_ID,
      accountIsKnown: false,
      dataLocalizationRegion: null,
      force: false,
      resetPin: false,
    };
    const result = await registerPhoneNumber(ports, {
      ...ask,
      callId: randomUUID(),
      pin: new Pin(PIN),
      by: "bench",
    });
    if (result.status !== "registered") throw new Error(`The registration ended as ${result.status}.`);
  };
  const naive = (phoneNumberId: string): Promise<void> =>
    naiveRegister(getFirestore(), { url: simulator.url, token }, { phoneNumberId, pin: PIN });
  const timed = (prefix: string, register: (id: string) => Promise<void>) => async (round: number) => {
    const id = `${prefix}${String(round).padStart(10, "0")}`;
    simulator.state.patchNumber(id, {});
    const begun = performance.now();
    await register(id);
    return performance.now() - begun;
  };
  const ms = await interleaved(rounds, timed("56100", ours), timed("56200", naive));
  const seen = (id: string): number => simulator.requests({ phoneNumberId: id }).length;
  return { ms, requests: { ours: seen("561000000000001") + 1, naive: seen("562000000000001") } };
}

/** The journal's lines would be measured with the terminal that shows them. */
function silent(): ReturnType<typeof attemptPorts>["journal"] {
  return new Proxy({} as ReturnType<typeof attemptPorts>["journal"], { get: () => () => undefined });
}
