import { setTimeout as pause } from "node:timers/promises";
import { idempotentCall } from "../../functions/src/app/idempotent-call.ts";
import type { Clock } from "../../functions/src/app/ports.ts";
import type { CallAsk } from "../../functions/src/app/post-once.ts";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { sendTestMessage } from "../../functions/src/app/send-test-message.ts";
import type { CallOperation } from "../../functions/src/contract/calls.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreRequests } from "../../functions/src/firestore/requests.ts";
import { firestoreTestMessages } from "../../functions/src/firestore/test-messages.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { memoryStore, type MemoryStore } from "../../functions/src/testing/memory-store.ts";
import { recordingJournal } from "../../functions/src/testing/recording-journal.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { PIN } from "../canaries.ts";

/** What is waited for takes this long at most; the rest of the time is skipped. */
const LONGEST_PAUSE_MS = 20;

/** What a caller is told. `died`: its instance did, and nobody told it anything. */
export interface Told {
  readonly status: string;
  readonly retryAt?: string | null;
}

/** How a call is made. */
export interface How {
  readonly force?: boolean;
  readonly requestId?: string;
  /** Its instance dies when Meta has answered its POST. */
  readonly dies?: boolean;
}

/** A number that nobody has touched, a store in memory, and time that passes when it is let. */
export interface Stage {
  readonly simulator: Simulator;
  readonly phoneNumberId: string;
  readonly store: MemoryStore;
  passes(ms: number): void;
  register(how?: How): Promise<Told>;
  send(how?: How): Promise<Told>;
  /** The naive way's POST. @throws where it is not answered with a status of 2xx. */
  postNaively(what: "register" | "messages"): Promise<void>;
  /** POSTs that Meta got for the number. */
  posts(): number;
}

type Answering = <Reply>(reply: Reply) => Promise<Reply>;

/** @param phoneNumberId one that no other stage has */
export function stageFor(simulator: Simulator, phoneNumberId: string): Stage {
  const config = demoConfiguration(simulator.url);
  const graph = metaGraph({ ...config, baseUrl: simulator.url, version: config.graphVersion });
  let skipped = 0;
  const now = (): number => Date.now() + skipped;
  const clock: Clock = {
    now,
    stopwatch: () => {
      const startedAt = now();
      return () => now() - startedAt;
    },
    sleep: async (ms) => {
      const real = Math.min(ms, LONGEST_PAUSE_MS);
      skipped += ms - real;
      await pause(real);
    },
  };
  const store = memoryStore(now);
  const world = { clock, ...recordingJournal() };

  const register = (ask: CallAsk, answering: Answering, force: boolean): Promise<Told> =>
    registerPhoneNumber(
      {
        ...world,
        graph: { ...graph, register: async (...request) => answering(await graph.register(...request)) },
        attempts: firestoreAttempts(store.db, config.registrationBudget),
        circuit: firestoreTokenCircuit(store.db, config.token),
      },
      { ...ask, pin: new Pin(PIN), dataLocalizationRegion: null, force },
    );

  const send = (ask: CallAsk, answering: Answering): Promise<Told> =>
    sendTestMessage(
      {
        ...world,
        graph: { ...graph, sendTemplate: async (...request) => answering(await graph.sendTemplate(...request)) },
        messages: firestoreTestMessages(store.db),
      },
      { ...ask, to: "4915112345678", template: "account_ready", language: "en_US" },
    );

  let calls = 0;
  const call = (
    operation: CallOperation,
    { requestId, dies = false }: How,
    make: (ask: CallAsk, answering: Answering) => Promise<Told>,
  ): Promise<Told> => {
    calls += 1;
    const death = Promise.withResolvers<Told>();
    const answering: Answering = async (reply) => {
      if (!dies) return reply;
      death.resolve({ status: "died" });
      return Promise.withResolvers<typeof reply>().promise;
    };
    const callId = `call-${calls}`;
    const ask = { phoneNumberId, wabaId: config.wabaId, accountIsKnown: true, by: "an operator", callId };
    const once = async (): Promise<Told> => {
      if (requestId === undefined) return make(ask, answering);
      const request = { by: ask.by, operation, subject: phoneNumberId, requestId, callId, asked: {} };
      const ports = { ...world, requests: firestoreRequests(store.db) };
      const told = await idempotentCall(ports, request, (mayPost) => make({ ...ask, mayPost }, answering));
      return told.kind === "answer" ? told.answer : { status: told.kind };
    };
    return Promise.race([once(), death.promise]);
  };

  return {
    simulator,
    phoneNumberId,
    store,
    passes: (ms) => {
      skipped += ms;
    },
    register: (how = {}) => call("register", how, (ask, answering) => register(ask, answering, how.force ?? false)),
    send: (how = {}) => call("send_message", how, send),
    postNaively: async (what) => {
      const message = {
        to: "4915112345678",
        type: "template",
        template: { name: "account_ready", language: { code: "en_US" } },
      };
      const response = await fetch(`${simulator.url}/${config.graphVersion}/${phoneNumberId}/${what}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${config.token}` },
        body: JSON.stringify({ messaging_product: "whatsapp", ...(what === "register" ? { pin: PIN } : message) }),
      });
      await response.text();
      if (!response.ok) throw new Error(`Meta answered ${response.status}.`);
    },
    posts: () =>
      simulator
        .requests({ phoneNumberId, method: "POST" })
        .filter(({ endpoint }) => endpoint === "register" || endpoint === "send_message").length,
  };
}
