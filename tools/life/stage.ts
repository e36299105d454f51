import { getDoc, doc } from "firebase/firestore";
import { httpsCallable } from "firebase/functions";
import { z } from "zod";
import { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { TestMessageDocument } from "../../functions/src/contract/test-message.ts";
import { TARGETS } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { TargetRequest } from "../../graph-simulator/webhook-control.ts";
import { openSession, type EmulatorEnv } from "../emulators/emulator-session.ts";
import { glimpse, type Glimpse } from "./glimpse.ts";
import { openReconciler } from "./reconciler.ts";

/** The number whose life is played, and an account of its own, so that nothing else hears of what befalls it. */
export const NUMBER = "550000000000180";
export const WABA = "777000000000180";

/** What the steps of a number's life are played on: a frontend's view of the emulators, Meta's side, and the scheduled run. */
export interface Stage {
  readonly simulator: Simulator;
  /** Calls a function for the number, as an operator; the `status` that it answers. */
  call(name: string, data?: object): Promise<string>;
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

/** Sets the stage: a number that nobody has verified, and webhooks that go to the function. */
export async function openStage(env: EmulatorEnv, simulator: Simulator): Promise<Stage> {
  const { state } = simulator;
  state.patchWaba(WABA, {});
  state.patchNumber(NUMBER, { wabaId: WABA, codeVerificationStatus: "NOT_VERIFIED", verifiedName: "Harbour Bakery" });
  const url = `${env["FUNCTIONS_BASE_URL"] ?? ""}/metaWebhook`;
  state.webhooks.aim(TargetRequest.parse({ url, statusDelaysMs: [50, 150, 250] }));
  const session = await openSession(env, { whatsappOperator: true });
  const reconciler = openReconciler(simulator, NUMBER);
  const path = `whatsappNumbers/${NUMBER}`;
  let messageId: string | null = null;
  const stage: Stage = {
    simulator,
    call: async (name, data = {}) => {
      const { data: answer } = await httpsCallable(session.functions, name)({ phoneNumberId: NUMBER, ...data });
      const { status, documentId = messageId } = Answer.parse(answer);
      messageId = documentId;
      return status;
    },
    webhooksTaken: async () => {
      await state.webhooks.idle();
      return [...new Set(state.webhooks.deliveries.map(({ statuses }) => String(statuses.at(-1))))].join(", ");
    },
    reconcile: () => reconciler.run(),
    allowAccess: (allowed) => {
      const scopes = state.tokens.get(DEFAULT_TOKEN)?.granularScopes ?? [];
      const targetIds = allowed ? [...TARGETS, WABA] : [...TARGETS];
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
