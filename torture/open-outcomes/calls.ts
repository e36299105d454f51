import type { CallAsk, Clock } from "../../functions/src/app/ports.ts";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { sendTestMessage } from "../../functions/src/app/send-test-message.ts";
import type { CallOperation } from "../../functions/src/contract/calls.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreTestMessages } from "../../functions/src/firestore/test-messages.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { recordingJournal } from "../../functions/src/testing/recording-journal.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import type { Firestore } from "../../tools/product-packages.ts";
import { PIN } from "../canaries.ts";

export const RECIPIENT = "4915112345678";

/** What a caller is told. `died`: its instance did, and nobody told it anything. */
export interface Answered {
  readonly status: string;
  readonly retryAt?: string | null;
}

/** Where the calls are made. */
export interface World {
  readonly db: Firestore;
  readonly clock: Clock;
  readonly simulatorUrl: string;
}

/** Is handed Meta's answer to a POST, and hands it on. */
export type Answering = <Reply>(reply: Reply) => Promise<Reply>;

type MakeCall = (ask: CallAsk, answering: Answering, force: boolean) => Promise<Answered>;

/** The product's own registration and its own test message. */
export function callsIn({ db, clock, simulatorUrl }: World): Readonly<Record<"register" | "send", MakeCall>> {
  const config = demoConfiguration(simulatorUrl);
  const graph = metaGraph({ ...config, baseUrl: simulatorUrl, version: config.graphVersion });
  const { journal } = recordingJournal();
  return {
    register: (ask, answering, force) =>
      registerPhoneNumber(
        {
          clock,
          journal,
          graph: { ...graph, register: async (...request) => answering(await graph.register(...request)) },
          attempts: firestoreAttempts(db, config.registrationBudget, clock),
          circuit: firestoreTokenCircuit(db, config.token),
        },
        { ...ask, pin: new Pin(PIN), dataLocalizationRegion: null, force, resetPin: false },
      ),
    send: (ask, answering) =>
      sendTestMessage(
        {
          clock,
          journal,
          graph: { ...graph, sendTemplate: async (...request) => answering(await graph.sendTemplate(...request)) },
          messages: firestoreTestMessages(db),
        },
        { ...ask, to: RECIPIENT, template: "account_ready", language: "en_US", createTemplate: false },
      ),
  };
}

export const OPERATION_OF: Readonly<Record<"register" | "send", CallOperation>> = {
  register: "register",
  send: "send_message",
};
