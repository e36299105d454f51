import { idempotentCall } from "../../functions/src/app/idempotent-call.ts";
import { firestoreRequests } from "../../functions/src/firestore/requests.ts";
import { memoryStore, type MemoryStore } from "../../functions/src/testing/memory-store.ts";
import { recordingJournal } from "../../functions/src/testing/recording-journal.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { PIN } from "../canaries.ts";
import { skippingClock } from "../skipping-clock.ts";
import { callsIn, OPERATION_OF, RECIPIENT, type Answering, type Answered } from "./calls.ts";

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
  register(how?: How): Promise<Answered>;
  send(how?: How): Promise<Answered>;
  /** The naive way's POST. @throws where it is not answered with a status of 2xx. */
  postNaively(what: "register" | "messages"): Promise<void>;
  /** POSTs that Meta got for the number. */
  posts(): number;
}

/** @param phoneNumberId one that no other stage has */
export function stageFor(simulator: Simulator, phoneNumberId: string): Stage {
  const clock = skippingClock();
  const store = memoryStore(() => clock.now());
  const make = callsIn({ db: store.db, clock, simulatorUrl: simulator.url });
  const requests = { clock, requests: firestoreRequests(store.db), journal: recordingJournal().journal };
  const { wabaId } = demoConfiguration(simulator.url);
  let calls = 0;

  const call = (kind: "register" | "send", { force = false, requestId, dies = false }: How): Promise<Answered> => {
    calls += 1;
    const { answering, death } = dies ? dying() : LIVING;
    const ask = {
      phoneNumberId,
      wabaId,
      customerId: null,
      accountIsKnown: true,
      by: "an operator",
      attemptId: `call-${calls}`,
    };
    const once = async (): Promise<Answered> => {
      if (requestId === undefined) return make[kind](ask, answering, force);
      const asked = { ...ask, operation: OPERATION_OF[kind], subject: phoneNumberId, requestId, asked: {} };
      const told = await idempotentCall(requests, asked, (mayPost) =>
        make[kind]({ ...ask, mayPost }, answering, force),
      );
      return told.kind === "answer" ? told.answer : { status: told.kind };
    };
    return Promise.race([once(), death]);
  };

  return {
    simulator,
    phoneNumberId,
    store,
    passes: (ms) => clock.skip(ms),
    register: (how = {}) => call("register", how),
    send: (how = {}) => call("send", how),
    postNaively: (what) => postNaively(simulator.url, phoneNumberId, what),
    posts: () =>
      simulator
        .requests({ phoneNumberId, method: "POST" })
        .filter(({ endpoint }) => endpoint === "register" || endpoint === "send_message").length,
  };
}

const NEVER = Promise.withResolvers<never>().promise;
const handsOn: Answering = async (reply) => reply;
const LIVING = { answering: handsOn, death: NEVER };

/** Nothing comes of Meta's answer: the instance is gone by then. */
function dying(): { readonly answering: Answering; readonly death: Promise<Answered> } {
  const death = Promise.withResolvers<Answered>();
  const answering: Answering = () => {
    death.resolve({ status: "died" });
    return NEVER;
  };
  return { answering, death: death.promise };
}

async function postNaively(url: string, phoneNumberId: string, what: "register" | "messages"): Promise<void> {
  const { graphVersion, token } = demoConfiguration(url);
  const template = { name: "account_ready", language: { code: "en_US" } };
  const body = what === "register" ? { pin: PIN } : { to: RECIPIENT, type: "template", template };
  const response = await fetch(`${url}/${graphVersion}/${phoneNumberId}/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ messaging_product: "whatsapp", ...body }),
  });
  await response.text();
  if (!response.ok) throw new Error(`Meta answered ${response.status}.`);
}
