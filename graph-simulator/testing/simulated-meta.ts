import type { CallSubject, Clock } from "../../functions/src/app/ports.ts";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { breakableCircuit, type BreakableCircuit } from "../../functions/src/testing/breakable-circuit.ts";
import { clockAt } from "../../functions/src/testing/clocks-by-hand.ts";
import { memoryStore, type MemoryStore } from "../../functions/src/testing/memory-store.ts";
import { recordedLeases, type RecordedLeases } from "../../functions/src/testing/recorded-leases.ts";
import { recordingJournal, type JournalLine } from "../../functions/src/testing/recording-journal.ts";
import type { Simulator } from "../server.ts";
import type { EndpointName } from "../target.ts";
import { describedSimulator } from "./described-simulator.ts";

const TOKEN = "SIMULATOR-SYSTEM-USER-TOKEN";
const WABA = "777000000000001";

/** The simulator, every call held against Meta's description, behind the true adapter, and a store in memory beside it. Everything goes by the simulator's clock. */
export interface SimulatedMeta extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly graph: ReturnType<typeof metaGraph>;
  readonly store: MemoryStore;
  readonly recorded: RecordedLeases;
  readonly circuit: BreakableCircuit;
  readonly clock: Clock;
  readonly journal: ReturnType<typeof recordingJournal>["journal"];
  readonly lines: JournalLine[];
  /** A number of the simulator's first account, as a call names it. */
  subject(phoneNumberId: string): CallSubject;
  /** How many requests of a kind the simulator got for a number. */
  sent(endpoint: EndpointName, phoneNumberId: string): number;
}

export async function simulatedMeta(): Promise<SimulatedMeta> {
  const simulator = await describedSimulator();
  const now = (): number => simulator.state.clock.now();
  const store = memoryStore(now);
  const { journal, lines } = recordingJournal();
  return {
    simulator,
    graph: metaGraph({ baseUrl: simulator.url, version: GRAPH_VERSION, token: TOKEN, appSecret: "" }),
    store,
    recorded: recordedLeases(store),
    circuit: breakableCircuit(store),
    clock: clockAt(now),
    journal,
    lines,
    subject: (phoneNumberId) => ({ phoneNumberId, wabaId: WABA, customerId: null, accountIsKnown: true }),
    sent: (endpoint, phoneNumberId) => simulator.requests({ endpoint, phoneNumberId }).length,
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}
