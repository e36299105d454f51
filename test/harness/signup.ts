import { z } from "zod";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import type { SignupRequest } from "../../graph-simulator/signup/end.ts";
import { TargetRequest } from "../../graph-simulator/webhook-control.ts";
import { call, clearStore } from "./callable.ts";
import { functionsBaseUrl, simulatorPort } from "./emulators.ts";

const Ended = z.object({
  message: z.looseObject({ event: z.string() }),
  response: z.object({ authResponse: z.object({ code: z.string() }).nullable() }),
  wabaId: z.string().nullable(),
  phoneNumberIds: z.array(z.string()),
});

/** What a page has after a customer ended Meta's dialog. */
export interface EndedDialog {
  /** Meta's word for the end. */
  readonly event: string;
  /** `null`: the customer left, or met an error. */
  readonly code: string | null;
  readonly wabaId: string;
  /** Newest first. */
  readonly phoneNumberIds: readonly string[];
}

/** Plays a customer who ends Meta's dialog, without a browser. What is left out is as the simulator has it. */
export async function endDialog(simulator: Simulator, choices: Partial<SignupRequest> = {}): Promise<EndedDialog> {
  const response = await fetch(`${simulator.url}/_simulator/signups`, {
    method: "POST",
    body: JSON.stringify(choices),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
  const { message, response: login, wabaId, phoneNumberIds } = Ended.parse(await response.json());
  return { event: message.event, code: login.authResponse?.code ?? null, wabaId: wabaId ?? "", phoneNumberIds };
}

/** The tokens that Meta has given for codes of Embedded Signup. */
export const businessTokens = (simulator: Simulator): string[] =>
  [...simulator.state.tokens.keys()].filter((token) => token.startsWith("EAA"));

/**
 * A simulator over an empty Firestore, closed by `closing`. `delivers`: its webhooks go to the emulators' functions. connectAccount has
 * been called once: the emulator starts a function when it is first called, and a code lives thirty seconds.
 */
export async function simulatorForSignups(
  closing: (simulator: Simulator) => Simulator,
  { delivers }: { readonly delivers: boolean },
): Promise<Simulator> {
  await clearStore();
  const simulator = closing(await startSimulator({ port: simulatorPort }));
  const target = { url: `${functionsBaseUrl}/metaWebhook`, statusDelaysMs: [50, 100, 150] };
  if (delivers) simulator.state.webhooks.aim(TargetRequest.parse(target));
  await call("connectAccount", {}, null);
  return simulator;
}
