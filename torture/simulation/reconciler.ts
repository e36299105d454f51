import { reconcileAccounts } from "../../functions/src/app/reconcile-accounts.ts";
import { reconcilePhoneNumbers } from "../../functions/src/app/reconcile-phone-numbers.ts";
import type { ReconcilePorts } from "../../functions/src/app/reconcile-ports.ts";
import { nameOfActing, type AccountRef } from "../../functions/src/domain/account.ts";
import { firestoreDueNumbers } from "../../functions/src/firestore/due-numbers.ts";
import { firestoreManyNumbers } from "../../functions/src/firestore/looks-together.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { firestoreReconcilerMemory } from "../../functions/src/firestore/reconciler-memory.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import type { CallTools } from "./call-tools.ts";
import { strike } from "./one-call.ts";
import { simulatedReads } from "./simulated-graph.ts";
import { clockOf, listeningJournal, OWN_ACCOUNT } from "./subjects.ts";

const MINUTE_MS = 60_000;

/** The scheduled function. Runs that would find nothing due are left out, because a month has forty thousand of them. */
export interface Reconciler {
  /** When a number is to be read next, by Firestore's time; `null`: never. */
  dueAt(phoneNumberId: string, time: number | null): void;
  runs(): number;
}

export function reconciler(tools: CallTools, numbers: readonly string[]): Reconciler {
  const { time, machines, random } = tools;
  const due = new Map<string, number>();
  const planned = new Set<number>();
  let runs = 0;

  const plan = (when: number): void => {
    const minute = Math.ceil(when / MINUTE_MS) * MINUTE_MS;
    if (planned.has(minute)) return;
    planned.add(minute);
    time.at(minute, () => {
      planned.delete(minute);
      runs += 1;
      run();
      // A run that could not do its work, or whose machine thinks that it is too early, is followed by another.
      const next = Math.min(...due.values());
      if (next <= minute) plan(minute + 1);
    });
  };

  const run = (): void => {
    const deployed = machines.scheduled();
    const { machine, token } = deployed;
    const db = tools.clientOf(machine);
    if (random.chance(0.05)) strike(tools, deployed);
    const portsOf = (account: AccountRef, acting: string): ReconcilePorts => ({
      due: firestoreDueNumbers(db),
      homes: firestoreNumberHomes(db),
      numbers: firestoreManyNumbers(db, { seenBy: "reconcile", limit: tools.limit }),
      memory: firestoreReconcilerMemory(db, nameOfActing(account, acting)),
      circuit: firestoreTokenCircuit(db, nameOfActing(account, acting)),
      graph: simulatedReads(tools.meta, machine, tools.weather, {
        token: acting,
        read: (id) => tools.apart.read(id, acting),
      }),
      sending: null,
      budget: { pauseMs: () => null },
      clock: clockOf(machine),
      journal: listeningJournal(tools.watch),
    });
    const charge = { namedIds: numbers, manages: () => true };
    const accounts = { portsOf: async (ref: AccountRef) => portsOf(ref, tools.customers.tokenOf(ref)) };
    const looks = (): Promise<void> =>
      tools.customers.numbers.length === 0
        ? reconcilePhoneNumbers(portsOf(OWN_ACCOUNT, token), charge)
        : reconcileAccounts(portsOf(OWN_ACCOUNT, token), charge, accounts);
    machine.run(looks).catch(tools.watch.failed);
  };

  return {
    dueAt: (phoneNumberId, at) => {
      due.set(phoneNumberId, at ?? Number.POSITIVE_INFINITY);
      if (at !== null) plan(Math.max(at, time.now() + 1));
    },
    runs: () => runs,
  };
}
