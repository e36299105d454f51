import { idempotentCall } from "../../functions/src/app/idempotent-call.ts";
import type { CallAsk, Clock, Journal } from "../../functions/src/app/ports.ts";
import type { ReconcileJournal } from "../../functions/src/app/reconcile-ports.ts";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import { nameOfActing, type AccountRef } from "../../functions/src/domain/account.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { firestoreRequests } from "../../functions/src/firestore/requests.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { managedNumber } from "../../functions/src/handlers/managed-number.ts";
import { registerNaively } from "../naive.ts";
import type { CallTools } from "./call-tools.ts";
import type { Deployed } from "./fleet.ts";
import type { Machine } from "./machine.ts";
import type { Monitor } from "./monitor.ts";
import type { SeenCall, Subject } from "./notes.ts";
import { simulatedGraph, type Posting } from "./simulated-graph.ts";

interface Ask {
  readonly pin: string;
  readonly force: boolean;
}

type Registering = (tools: CallTools, deployed: Deployed, call: SeenCall, ask: Ask) => Promise<string>;

/** The deployment's own account. */
export const OWN_ACCOUNT: AccountRef = { wabaId: "777000000000001", customerId: null };

/** How each of them registers a number. Answers the status that its caller gets. */
export const SUBJECTS: Readonly<Record<Subject, Registering>> = {
  product: async (tools, deployed, call, { pin, force }) => {
    const { machine } = deployed;
    const { attemptId, phoneNumberId } = call;
    const db = tools.clientOf(machine);
    const { wabaId, customerId, accountIsKnown } = await managedNumber(
      tools.charge,
      phoneNumberId,
      firestoreNumberHomes(db),
    );
    const account = { wabaId, customerId };
    const token = customerId === null ? deployed.token : tools.customers.tokenOf(account);
    const circuit = firestoreTokenCircuit(db, nameOfActing(account, token));
    const found = { open: false };
    const isOpen = async (): Promise<boolean> => {
      found.open = await circuit.isOpen();
      return found.open;
    };
    const graph = simulatedGraph(tools.meta, machine, tools.weather, postingOf(tools, { token }, call, found));
    const journal = listeningJournal(tools.watch);
    const clock = clockOf(machine);
    const attempts = firestoreAttempts(db, tools.limit, clock);
    const register = async (mayPost: Pick<CallAsk, "mayPost">): Promise<RegistrationResult> => {
      const result = await registerPhoneNumber(
        { graph, attempts, circuit: { ...circuit, isOpen }, clock, journal },
        {
          attemptId,
          phoneNumberId,
          wabaId,
          customerId,
          accountIsKnown,
          pin: new Pin(pin),
          dataLocalizationRegion: null,
          force,
          resetPin: false,
          by: attemptId,
          ...mayPost,
        },
      );
      if (result.status === "invalid_token" && tools.meta.tokenIsValid(token))
        tools.watch.broken(10, `${attemptId} is answered invalid_token, and the token of its number is valid`);
      return result;
    };
    if (call.requestId === null) return (await register({})).status;
    const once = await idempotentCall(
      { requests: firestoreRequests(db), clock, journal },
      {
        by: "a person",
        operation: "register",
        subject: phoneNumberId,
        requestId: call.requestId,
        attemptId,
        asked: { force },
      },
      (mayPost) => register({ mayPost }),
    );
    return once.kind === "answer" ? once.answer.status : once.kind;
  },

  naive: (tools, deployed, call, { pin }) => {
    const { machine } = deployed;
    const { attemptId, phoneNumberId } = call;
    const graph = simulatedGraph(tools.meta, machine, tools.weather, postingOf(tools, deployed, call, { open: false }));
    const number = tools.clientOf(machine).collection("whatsappNumbers").doc(phoneNumberId);
    return registerNaively({
      post: async () => {
        const reply = await graph.register({ phoneNumberId, pin: new Pin(pin), dataLocalizationRegion: null }, 10_000);
        if (reply.kind !== "accepted") throw Object.assign(new Error("Request failed"), { code: "ERR_BAD_RESPONSE" });
      },
      save: async (status) => void (await number.set({ registration: { status, by: attemptId } })),
      pause: (ms) => clockOf(machine).sleep(ms),
      log: () => undefined,
    });
  },
};

/** Lets the watch see each POST as it leaves and arrives. */
function postingOf(
  { watch, meta, apart }: CallTools,
  { token }: Pick<Deployed, "token">,
  call: SeenCall,
  circuit: { open: boolean },
): Posting {
  return {
    attemptId: call.attemptId,
    token,
    read: (id) => apart.read(id, token),
    sent: (post) => {
      apart.posted(post.phoneNumberId, token);
      watch.sent(post, { knownInvalid: circuit.open && !meta.tokenIsValid(token) });
    },
    arrived: watch.arrived,
  };
}

/** A clock of the machine's own. */
export function clockOf(machine: Machine): Clock {
  return {
    now: machine.now,
    stopwatch: () => {
      const startedAt = machine.now();
      return () => machine.now() - startedAt;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        machine.at(machine.time.now() + ms, resolve);
      }),
  };
}

/** A log in which every error is looked at. */
export function listeningJournal(watch: Monitor): Journal & ReconcileJournal {
  const note = (entry: object): void => {
    if ("error" in entry) watch.failed(entry.error);
  };
  return new Proxy<Partial<Journal & ReconcileJournal>>({}, { get: () => note }) as Journal & ReconcileJournal;
}
