import { randomUUID } from "node:crypto";
import { registerPhoneNumber, type RegistrationPorts } from "../../functions/src/app/register-phone-number.ts";
import { attemptPorts, ownAccount } from "../../functions/src/composition.ts";
import type { Configuration } from "../../functions/src/config.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { MATRIX_TOKEN, PIN } from "../canaries.ts";
import { keptLedger, type KeptLedger } from "../kept-ledger.ts";
import type { Cell } from "./cell.ts";
import type { OtherHosts } from "./elsewhere.ts";
import type { MetaFault } from "./meta-faults.ts";
import { attemptsUnder } from "./store-faults.ts";
import { idOf, inject, ownFirestore, simulatorFor, type Surroundings } from "./surroundings.ts";

/** What one registration came to, from every side. */
export interface CellRun {
  readonly cell: Cell;
  /** `null`: it threw. */
  readonly answer: RegistrationResult | null;
  /** What it threw; empty: nothing. */
  readonly threw: string;
  readonly posts: number;
  /** Whether Meta shows the number as connected. */
  readonly connected: boolean;
  /** Whether the reservation stood in Firestore when the POST began; `null`: there was none. */
  readonly reserved: boolean | null;
  /** Whether a reading after the POST showed the number as connected. */
  readonly shown: boolean;
  readonly ledger: KeptLedger;
  readonly attemptId: string;
  /** The attempt's own document. */
  readonly attempt: Readonly<Record<string, unknown>> | undefined;
  /** `registration.status` of the number's document. */
  readonly stored: string | undefined;
  readonly cuts: number;
}

const portsOf = (config: Configuration): RegistrationPorts => attemptPorts(config, ownAccount(config));

/** Registers a fresh number, the product's way, with this cell's faults. */
export async function runCell(cell: Cell, here: Surroundings): Promise<CellRun> {
  const { direct, others } = here;
  const phoneNumberId = idOf("563", here, cell);
  const token = MATRIX_TOKEN;
  const attemptId = randomUUID();
  const simulator = await simulatorFor(cell, phoneNumberId, token);
  const { proxy, db, leave } = await ownFirestore(here);
  const ledger = async (): Promise<KeptLedger> =>
    keptLedger((await direct.collection("whatsappLedgers").doc(phoneNumberId).get()).data());
  const seen = { reserved: null as boolean | null, shown: false };
  const portsAt = (url: string): RegistrationPorts => portsOf({ ...demoConfiguration(url), token, phoneNumberId });
  const graph = graphUnder(
    cell,
    simulator,
    { portsAt, others },
    {
      beforePost: async () => {
        const { entries, lease } = await ledger();
        seen.reserved = lease?.attemptId === attemptId && entries.some((entry) => entry.attemptId === attemptId);
      },
      readBack: (connected) => void (seen.shown ||= connected),
    },
  );
  const ports = {
    ...portsAt(simulator.url),
    graph,
    attempts: attemptsUnder(cell.store, { db, direct, proxy }, phoneNumberId),
    circuit: firestoreTokenCircuit(db, token),
  };
  try {
    let threw = "";
    const answer = await registerPhoneNumber(ports, askFor(phoneNumberId, attemptId)).catch((error: unknown) => {
      threw = String(error);
      return null;
    });
    here.heard.answers.push(JSON.stringify(answer), threw);
    const number = direct.collection("whatsappNumbers").doc(phoneNumberId);
    const [attempt, stored, kept] = await Promise.all([
      number.collection("whatsappAttempts").doc(attemptId).get(),
      number.get(),
      ledger(),
    ]);
    return {
      cell,
      answer,
      threw,
      posts: simulator.requests({ endpoint: "register" }).length,
      connected: simulator.state.numbers.get(phoneNumberId)?.status === "CONNECTED",
      ...seen,
      ledger: kept,
      attemptId,
      attempt: attempt.data(),
      stored: (stored.get("registration") as { status?: string } | undefined)?.status,
      cuts: proxy.cuts(),
    };
  } finally {
    leave();
    await simulator.close();
  }
}

const askFor = (phoneNumberId: string, attemptId: string): Parameters<typeof registerPhoneNumber>[1] => ({
  phoneNumberId,
  attemptId,
  wabaId: WABA_ID,
  customerId: null,
  accountIsKnown: false,
  dataLocalizationRegion: null,
  force: false,
  resetPin: false,
  pin: new Pin(PIN),
  by: "fault-matrix",
});

/** Is told what the simulator's log does not tell. `beforePost` is awaited before the POST begins. */
interface Watcher {
  beforePost(): Promise<void>;
  /** A reading after the POST came to an end. */
  readBack(connected: boolean): void;
}

/** The product's own adapter; each of its calls meets this cell's fault. */
function graphUnder(
  cell: Cell,
  simulator: Simulator,
  { portsAt, others }: { portsAt: (url: string) => RegistrationPorts; others: OtherHosts },
  watcher: Watcher,
): RegistrationPorts["graph"] {
  const { urls } = others;
  const at = ({ elsewhere }: MetaFault): RegistrationPorts["graph"] =>
    portsAt(elsewhere === undefined ? simulator.url : urls[elsewhere]).graph;
  let posted = false;
  inject(simulator, { read_node: cell.numberBefore, debug_token: cell.tokenBefore });
  return {
    ...portsAt(simulator.url).graph,
    readNumber: async (id, deadlineMs) => {
      const read = await at(posted ? cell.readBack : cell.numberBefore).readNumber(id, deadlineMs);
      if (posted) watcher.readBack(read.ok && read.value.status === "CONNECTED");
      return read;
    },
    inspectToken: (deadlineMs) => at(cell.tokenBefore).inspectToken(deadlineMs),
    register: async (ask, deadlineMs) => {
      await watcher.beforePost();
      inject(simulator, { register: cell.post });
      const reply = await at(cell.post).register(ask, deadlineMs);
      inject(simulator, { read_node: cell.readBack });
      posted = true;
      return reply;
    },
  };
}
