import type { CallAsk, CallJournal } from "../../functions/src/app/ports.ts";
import { reconcilePhoneNumbers } from "../../functions/src/app/reconcile-phone-numbers.ts";
import type { ReconcileJournal } from "../../functions/src/app/reconcile-ports.ts";
import type { WebhookJournal } from "../../functions/src/app/webhook-ports.ts";
import type { Configuration } from "../../functions/src/config.ts";
import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { firestoreDueNumbers } from "../../functions/src/firestore/due-numbers.ts";
import { firestoreManyNumbers } from "../../functions/src/firestore/looks-together.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { firestoreReconcilerMemory } from "../../functions/src/firestore/reconciler-memory.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { usageMeter } from "../../functions/src/graph/usage-meter.ts";
import { memoryStore, type MemoryStore } from "../../functions/src/testing/memory-store.ts";
import { recordingJournal } from "../../functions/src/testing/recording-journal.ts";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { PIN } from "../canaries.ts";
import { skippingClock, type SkippingClock } from "../skipping-clock.ts";

/** A Meta of its own, a store in memory, and time that passes when it is let. */
export interface World {
  readonly simulator: Simulator;
  readonly store: MemoryStore;
  readonly clock: SkippingClock;
  readonly config: Configuration;
  readonly graph: ReturnType<typeof metaGraph>;
  readonly journal: ReturnType<typeof recordingJournal>["journal"];
  /** A number that nobody has touched. Answers its id. */
  number(change?: Parameters<Simulator["state"]["patchNumber"]>[1]): string;
  /** One call about a number, with an id that no other call has. */
  ask(phoneNumberId: string): CallAsk;
  /** Runs the reconciler, with a usage meter of its own, as each of its runs has. */
  reconcile(): Promise<void>;
  /** A number that the reconciler has read and written down. */
  known(change?: Parameters<Simulator["state"]["patchNumber"]>[1]): Promise<string>;
  /** Time goes by, at Meta too. */
  passes(ms: number): void;
  /** What is stored of a number. */
  stored(phoneNumberId: string): PhoneNumberDocument | undefined;
  /** POSTs that Meta got, of this call or of all. */
  posts(endpoint?: "register" | "set_pin"): number;
}

/** Does something in a world of its own. */
export async function inWorld<Result>(work: (world: World) => Promise<Result>): Promise<Result> {
  const clock = skippingClock();
  const simulator = await startSimulator();
  try {
    return await work(worldOf(simulator, clock));
  } finally {
    await simulator.close();
  }
}

const ASKED = { customerId: null, accountIsKnown: true, by: "an operator" } as const;

function worldOf(simulator: Simulator, clock: SkippingClock): World {
  const store = memoryStore(() => clock.now());
  const config = demoConfiguration(simulator.url);
  const access = { ...config, baseUrl: simulator.url, version: config.graphVersion };
  let [numbers, calls] = [0, 0];
  const due = firestoreDueNumbers(store.db);

  const world: World = {
    simulator,
    store,
    clock,
    config,
    graph: metaGraph(access),
    journal: recordingJournal().journal,
    number: (change = {}) => {
      numbers += 1;
      return simulator.state.patchNumber(`5680000000${String(numbers).padStart(5, "0")}`, { pin: PIN, ...change }).id;
    },
    ask: (phoneNumberId) => {
      calls += 1;
      const { wabaId, businessId } = config;
      return { ...ASKED, phoneNumberId, wabaId, businessId, attemptId: `call-${calls}` };
    },
    reconcile: () => {
      const meter = usageMeter();
      const ports = {
        graph: metaGraph({ ...access, meter: meter.note }),
        budget: meter,
        sending: null,
        due,
        homes: firestoreNumberHomes(store.db),
        numbers: firestoreManyNumbers(store.db, { seenBy: "reconcile", limit: config.registrationBudget }),
        memory: firestoreReconcilerMemory(store.db, config.token),
        circuit: firestoreTokenCircuit(store.db, config.token),
        clock,
        journal: SILENT,
      };
      return reconcilePhoneNumbers(ports, { namedIds: [], manages: () => true });
    },
    known: async (change) => {
      const id = world.number(change);
      await due.enlist([id]);
      await world.reconcile();
      return id;
    },
    passes: (ms) => {
      clock.skip(ms);
      simulator.state.clock.advance(ms / 1000);
    },
    stored: (phoneNumberId) => store.number(phoneNumberId).document,
    posts: (endpoint) =>
      simulator.requests(endpoint === undefined ? {} : { endpoint }).filter(({ method }) => method !== "GET").length,
  };
  return world;
}

/** Journals in which nobody reads. */
const NOBODY: object = new Proxy({}, { get: () => () => undefined });
export const SILENT = NOBODY as CallJournal & ReconcileJournal & WebhookJournal;
