import { registerPhoneNumber, type RegistrationAsk, type RegistrationPorts } from "../app/register-phone-number.ts";
import type { RegistrationResult } from "../contract/register-phone-number.ts";
import { Pin } from "../domain/pin.ts";
import { breakableCircuit, type BreakableCircuit } from "./breakable-circuit.ts";
import { faultyAttempts, type FaultyAttempts } from "./faulty-attempts.ts";
import { NUMBER, WABA } from "./fixtures.ts";
import { memoryStore, type MemoryStore, type StoredNumber } from "./memory-store.ts";
import { oneDuringTheOther } from "./one-during-the-other.ts";
import { recordingJournal, type JournalLine } from "./recording-journal.ts";
import { scriptedGraph, type Script, type ScriptedGraph } from "./scripted-graph.ts";
import { virtualTime, type VirtualTime } from "./virtual-time.ts";

export const PIN = "046813";

/** What is special about a rehearsal. */
export interface Rehearsal {
  readonly ask?: Partial<RegistrationAsk>;
  readonly fault?: NonNullable<FaultyAttempts["fault"]>;
  readonly limit?: number;
  readonly circuitOpen?: boolean;
  readonly circuitBroken?: boolean;
  /** An earlier rehearsal, whose store and time go on. */
  readonly world?: { readonly store: MemoryStore; readonly time: VirtualTime };
  /** The call may be rejected; then `result` must not be looked at. */
  readonly mayReject?: boolean;
}

/** Everything that can be seen afterwards. */
export interface Rehearsed {
  readonly result: RegistrationResult;
  readonly stored: StoredNumber;
  readonly store: MemoryStore;
  readonly graph: ScriptedGraph;
  readonly circuit: BreakableCircuit;
  readonly lines: readonly JournalLine[];
  readonly time: VirtualTime;
  readonly startedAt: number;
}

interface Stage extends Omit<Rehearsed, "result" | "stored"> {
  readonly ports: RegistrationPorts;
}

async function stage(
  script: Script,
  { fault, limit = 10, circuitOpen = false, circuitBroken = false, world }: Rehearsal,
): Promise<Stage> {
  const time = world?.time ?? virtualTime();
  const store = world?.store ?? memoryStore(() => time.now());
  const graph = scriptedGraph(time, script);
  const circuit = breakableCircuit(store);
  if (circuitOpen) await circuit.open();
  circuit.state.broken = circuitBroken;
  const { journal, lines } = recordingJournal();
  const attempts = faultyAttempts({ store, clock: time.clock(), limit, ...(fault === undefined ? {} : { fault }) });
  const ports = { graph: graph.graph, attempts, circuit, clock: time.clock(), journal };
  return { ports, store, graph, circuit, lines, time, startedAt: time.now() };
}

const asked = (rest: Partial<RegistrationAsk> = {}): RegistrationAsk => ({
  attemptId: "attempt-1",
  phoneNumberId: NUMBER,
  wabaId: WABA,
  customerId: null,
  accountIsKnown: true,
  pin: new Pin(PIN),
  dataLocalizationRegion: null,
  force: false,
  resetPin: false,
  by: "operator-1",
  ...rest,
});

/** Registers a number once, in virtual time, with Meta played by a script. */
export async function rehearse(script: Script, rehearsal: Rehearsal = {}): Promise<Rehearsed> {
  const { ports, ...seen } = await stage(script, rehearsal);
  const ask = asked(rehearsal.ask);
  const call = seen.time.run(() => registerPhoneNumber(ports, ask));
  const result = await (rehearsal.mayReject === true
    ? call.catch((): RegistrationResult => ({}) as RegistrationResult)
    : call);
  return { ...seen, result, stored: seen.store.number(ask.phoneNumberId) };
}

/** The same by many callers, all but the first while that one is under way, each with an attempt of its own. */
rehearse.together = async (
  script: Script,
  callers: number,
): Promise<Omit<Rehearsed, "result"> & { readonly results: readonly RegistrationResult[] }> => {
  const { ports, ...seen } = await stage(script, {});
  const asks = Array.from({ length: callers }, (_, index) => asked({ attemptId: `attempt-${index}` }));
  const calls = asks.values();
  const register = async (): Promise<RegistrationResult> => registerPhoneNumber(ports, calls.next().value ?? asked());
  const results = await seen.time.run(() => oneDuringTheOther(register, callers - 1));
  return { ...seen, results, stored: seen.store.number(NUMBER) };
};
