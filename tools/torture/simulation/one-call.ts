import type { Clock, Journal } from "../../../functions/src/app/ports.ts";
import type { ReconcileJournal } from "../../../functions/src/app/reconcile-ports.ts";
import { registerPhoneNumber, type RegistrationPorts } from "../../../functions/src/app/register-phone-number.ts";
import { Pin } from "../../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../../functions/src/firestore/attempts.ts";
import { firestoreTokenCircuit } from "../../../functions/src/firestore/token-circuit.ts";
import type { Firestore } from "../firestore-sdk.ts";
import type { Deployed, Fleet } from "./fleet.ts";
import type { Machine } from "./machine.ts";
import type { OtherSide } from "./other-side.ts";
import type { Random } from "./random.ts";
import { RIGHT_PIN } from "./people.ts";
import { simulatedGraph, type SimulatedPost } from "./simulated-graph.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { SeenCall, Watch } from "./watch.ts";
import type { Weather } from "./weather.ts";

const WRONG_PIN = "314159";

/** What a call is made with and seen by. */
export interface CallTools {
  readonly random: Random;
  readonly time: VirtualTime;
  readonly meta: OtherSide;
  readonly weather: Weather;
  readonly watch: Watch;
  readonly machines: Fleet;
  /** This deployment's budget. */
  readonly limit: number;
  /** A machine's client of the store. */
  readonly clientOf: (machine: Machine) => Firestore;
  readonly ended: { calls: number; readonly statuses: Record<string, number> };
  /** Calls on living machines that have not been answered. */
  readonly open: Set<string>;
}

/** One call of the use case on one of the machines, which may be frozen or killed in the midst of it. */
export function callOf(tools: CallTools, phoneNumberId: string): void {
  const { random, meta, watch, machines } = tools;
  const deployed = machines.any();
  const { machine, token } = deployed;
  tools.ended.calls += 1;
  const attemptId = `attempt-${tools.ended.calls}`;
  const db = tools.clientOf(machine);
  const circuit = firestoreTokenCircuit(db, token);
  let circuitWasOpen = false;
  const call: SeenCall = { attemptId, phoneNumberId, startedAt: meta.now(), circuitWasOpen: () => circuitWasOpen };
  const sent = (post: SimulatedPost): void => watch.sent(post, call, { valid: meta.tokenIsValid(token) });
  const died = (): void => {
    tools.open.delete(attemptId);
  };
  const ports: RegistrationPorts = {
    graph: simulatedGraph(meta, machine, tools.weather, { attemptId, token, sent, arrived: watch.arrived }),
    attempts: firestoreAttempts(db, tools.limit),
    circuit: {
      ...circuit,
      isOpen: async () => {
        circuitWasOpen = await circuit.isOpen();
        return circuitWasOpen;
      },
    },
    clock: clockOf(machine),
    journal: listeningJournal(watch),
  };
  const ask = {
    attemptId,
    phoneNumberId,
    wabaId: "777000000000001",
    isConfiguredNumber: true,
    pin: new Pin(random.chance(0.1) ? WRONG_PIN : RIGHT_PIN),
    dataLocalizationRegion: null,
    force: random.chance(0.6),
    by: attemptId,
  };
  watch.began(call);
  tools.open.add(attemptId);
  deployed.lastWords.add(died);
  const over = (): void => {
    tools.open.delete(attemptId);
    deployed.lastWords.delete(died);
  };
  strike(tools, deployed);
  machine
    .run(() => registerPhoneNumber(ports, ask))
    .then(
      (result) => {
        over();
        tools.ended.statuses[result.status] = (tools.ended.statuses[result.status] ?? 0) + 1;
        watch.answered(call, result);
      },
      (error: unknown) => {
        over();
        tools.ended.statuses["thrown"] = (tools.ended.statuses["thrown"] ?? 0) + 1;
        watch.threw(call, error);
      },
    );
}

/** Freezes or kills the machine at some moment of the call, or does neither. */
export function strike({ weather, random, time, machines }: CallTools, deployed: Deployed): void {
  const trouble = weather.machineTrouble();
  if (trouble === "none") return;
  const at = time.now() + random.pick([random.between(0, 500), random.between(0, 5000), random.between(0, 40_000)]);
  time.at(at, () => {
    if (trouble === "kill") machines.kill(deployed);
    else machines.freeze(deployed, weather.thawsAt());
  });
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
export function listeningJournal(watch: Watch): Journal & ReconcileJournal {
  const note = (entry: object): void => {
    if ("error" in entry) watch.failed(entry.error);
  };
  return new Proxy<Partial<Journal & ReconcileJournal>>({}, { get: () => note }) as Journal & ReconcileJournal;
}
