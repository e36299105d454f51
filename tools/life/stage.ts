import { getDoc, doc } from "firebase/firestore";
import { httpsCallable } from "firebase/functions";
import { z } from "zod";
import { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { TestMessageDocument } from "../../functions/src/contract/test-message.ts";
import { APP_ID, TARGETS, WABA_ID } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { openSession, type EmulatorEnv } from "../emulators/emulator-session.ts";
import { glimpse, type Glimpse } from "./glimpse.ts";
import { openReconciler } from "./reconciler.ts";

/** The number whose life is played: the id that the simulator gives the first one that is added. And the account that it is added to. */
export const NUMBER = "559000000000001";
export const WABA = WABA_ID;

/** What the steps of a number's life are played on: a frontend's view of the emulators, Meta's side, and the scheduled run. */
export interface Stage {
  readonly simulator: Simulator;
  /** Calls a function for the number, as an operator; the `status` that it answers. */
  call(name: string, data?: object): Promise<string>;
  /** Calls a function for the number's account. */
  callAccount(name: string, data?: object): Promise<string>;
  /** Waits until every webhook under way has been taken; what they were answered. */
  webhooksTaken(): Promise<string>;
  /** Runs the scheduled function once; what it says of its work. */
  reconcile(): Promise<string>;
  /** Gives the token reach of the number's account, or takes it away, as removing the app does. */
  allowAccess(allowed: boolean): void;
  /** What the number's document shows now. */
  look(): Promise<Glimpse>;
  close(): Promise<void>;
}

const Answer = z.object({ status: z.string(), documentId: z.string().optional() });

/** How soon the simulator tells how far a message has come. */
const STATUS_DELAYS_MS: [number, number, number] = [50, 150, 250];

/** Sets the stage: an app that hears of nothing, and an account that knows nothing of the number. */
export async function openStage(env: EmulatorEnv, simulator: Simulator): Promise<Stage> {
  const { state } = simulator;
  state.patchApp(APP_ID, { subscriptions: [] });
  state.patchWaba(WABA, { subscribedApps: [] });
  // Meta waits six seconds for a handshake, and the emulator starts a function when it is first called.
  await fetch(`${env["FUNCTIONS_BASE_URL"] ?? ""}/metaWebhook`);
  const session = await openSession(env, { whatsappOperator: true });
  const reconciler = openReconciler(simulator, NUMBER);
  const path = `whatsappNumbers/${NUMBER}`;
  let messageId: string | null = null;
  const ask = async (name: string, data: object): Promise<z.infer<typeof Answer>> =>
    Answer.parse((await httpsCallable(session.functions, name)(data)).data);
  const stage: Stage = {
    simulator,
    call: async (name, data = {}) => {
      const { status, documentId = messageId } = await ask(name, { phoneNumberId: NUMBER, ...data });
      messageId = documentId;
      return status;
    },
    callAccount: async (name, data = {}) => {
      const { status } = await ask(name, data);
      const target = state.webhooks.target();
      if (target !== null) state.webhooks.aim({ ...target, statusDelaysMs: STATUS_DELAYS_MS });
      return status;
    },
    webhooksTaken: async () => {
      await state.webhooks.idle();
      return [...new Set(state.webhooks.deliveries.map(({ statuses }) => String(statuses.at(-1))))].join(", ");
    },
    reconcile: () => reconciler.run(),
    allowAccess: (allowed) => {
      const scopes = state.tokens.get(DEFAULT_TOKEN)?.granularScopes ?? [];
      const targetIds = TARGETS.filter((id) => allowed || id !== WABA);
      const narrowed = scopes.map(({ scope, targetIds: known }) => ({ scope, targetIds: known && targetIds }));
      state.patchToken(DEFAULT_TOKEN, { granularScopes: narrowed });
    },
    look: async () => {
      const document = PhoneNumberDocument.parse((await getDoc(doc(session.firestore, path))).data());
      if (messageId === null) return glimpse(document, null);
      const message = await getDoc(doc(session.firestore, `${path}/whatsappTestMessages/${messageId}`));
      return glimpse(document, TestMessageDocument.parse(message.data()));
    },
    close: async () => {
      await session.close();
      await reconciler.close();
    },
  };
  stage.allowAccess(true);
  return stage;
}
