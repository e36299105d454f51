import type { AccountRef } from "../domain/account.ts";
import type { NamedNumbers } from "../domain/number-home.ts";
import { inTurns } from "./in-turns.ts";
import { LONGEST_PAUSE_MS, reconcilePhoneNumbers, RUN_MS } from "./reconcile-phone-numbers.ts";
import type { DueNumbers, ReconcilePorts } from "./reconcile-ports.ts";

/** How many due numbers a run looks through, in whatever account. */
const MOST_DUE = 3000;
/** Numbers whose documents are read in one request. */
const HOMES_AT_ONCE = 300;
/** Numbers that are dismissed or postponed at once, each with a write of its own. */
const WRITTEN_AT_ONCE = 20;
/** Each of them waits for Meta nearly all the time, with a few requests under way. */
const ACCOUNTS_AT_ONCE = 16;
/** No account is begun with later than this: a run ends before the next one begins. */
const BEGUN_BY_MS = 40_000;
/** The deployment's own numbers come first, and leave the customers' most of the run, however slowly Meta answers. */
const OWN_MS = 15_000;

/** What looking at the numbers of all accounts needs besides what looking at the deployment's own needs. */
export interface AccountReconciling {
  /** What one customer's account is looked at with: its own token, circuit breaker, pause and budget; `null`: nothing acts for it. */
  readonly portsOf: (account: AccountRef) => Promise<ReconcilePorts | null>;
}

interface CustomersNumbers {
  readonly account: AccountRef;
  readonly ids: [string, ...string[]];
}

/** Due numbers by whose they are, the longest overdue first. */
interface Sorted {
  readonly customers: readonly CustomersNumbers[];
  /** What may be looked at with the deployment's own token. */
  readonly ours: readonly string[];
}

/**
 * Looks at the due numbers of every account, each with what acts for it, several customers' side by side. One account's dead token, pause,
 * error or slowness holds up no other, and an account with very many due numbers takes only its share of a run.
 */
export async function reconcileAccounts(
  own: ReconcilePorts,
  charge: NamedNumbers,
  { portsOf }: AccountReconciling,
): Promise<void> {
  const elapsed = own.clock.stopwatch();
  const sorted = await sortByAccount(own, charge, await own.due.due(MOST_DUE));
  const failures: unknown[] = [];
  const begunByMs = sorted.customers.length === 0 ? RUN_MS : OWN_MS;
  try {
    await reconcilePhoneNumbers({ ...own, due: ownDue(own, charge, sorted) }, charge, { elapsed, begunByMs });
  } catch (error) {
    failures.push(error);
  }
  await inTurns(ACCOUNTS_AT_ONCE, sorted.customers, async ({ account, ids }) => {
    if (elapsed() > BEGUN_BY_MS) return;
    try {
      await reconcileOne(own, { account, ids }, await portsOf(account), elapsed);
    } catch (error) {
      own.journal.lookFailed({ phoneNumberId: ids[0], error });
    }
  });
  // The run is told to have failed, once the customers' numbers have had their turn.
  if (failures.length > 0) throw failures[0];
}

/** Sorts due numbers by whose they are. What cannot be read now is nobody's: nobody's token is tried on it. */
async function sortByAccount(
  ports: ReconcilePorts,
  { namedIds }: NamedNumbers,
  due: readonly string[],
): Promise<Sorted> {
  const { homes, journal } = ports;
  const customers = new Map<string, CustomersNumbers>();
  const named = new Set(namedIds);
  const others = new Set<string>();
  const nobodys: { readonly id: string; readonly why: "left" | "unreadable" }[] = [];
  const unnamed = due.filter((id) => !named.has(id));
  const requests = Array.from({ length: Math.ceil(unnamed.length / HOMES_AT_ONCE) }, (_, index) =>
    unnamed.slice(index * HOMES_AT_ONCE, (index + 1) * HOMES_AT_ONCE),
  );
  const sorted = await Promise.all(
    requests.map(async (ids) => {
      try {
        return { ids, found: await homes.homesOf(ids) };
      } catch (error) {
        const [first = ""] = ids;
        journal.lookFailed({ phoneNumberId: first, error });
        return { ids, found: null };
      }
    }),
  );
  for (const { ids, found } of sorted) {
    for (const [position, id] of ids.entries()) {
      const home = found?.[position] ?? null;
      if (home?.nobodys !== undefined) {
        others.add(id);
        nobodys.push({ id, why: home.nobodys });
        continue;
      }
      if (found !== null && (home === null || home.customerId === null)) continue;
      others.add(id);
      if (home === null) continue;
      const known = customers.get(home.wabaId);
      if (known === undefined) customers.set(home.wabaId, { account: home, ids: [id] });
      else known.ids.push(id);
    }
  }
  await inTurns(WRITTEN_AT_ONCE, nobodys, (number) => leaveAlone(ports, number));
  return { customers: [...customers.values()], ours: due.filter((id) => !others.has(id)) };
}

/** Nothing is read for a customer who has left; where nobody can tell whose a number is, it is asked again after an hour. */
async function leaveAlone(
  { due, journal }: ReconcilePorts,
  { id: phoneNumberId, why }: { readonly id: string; readonly why: "left" | "unreadable" },
): Promise<void> {
  try {
    if (why === "left") {
      await due.dismiss(phoneNumberId);
      return;
    }
    journal.lookFailed({ phoneNumberId, error: new Error("Whose the number is cannot be read in its document.") });
    await due.postpone(phoneNumberId);
  } catch (error) {
    journal.lookFailed({ phoneNumberId, error });
  }
}

/** What is due of the deployment's own: as it was sorted, or sorted anew once numbers were called. */
function ownDue(own: ReconcilePorts, charge: NamedNumbers, first: Sorted): DueNumbers {
  let sorted: Sorted | null = first;
  const { due } = own;
  return {
    ...due,
    enlist: async (ids) => {
      if (ids.length === 0) return;
      await due.enlist(ids);
      sorted = null;
    },
    callAll: async () => {
      await due.callAll();
      sorted = null;
    },
    due: async (most) => {
      sorted ??= await sortByAccount(own, charge, await due.due(MOST_DUE));
      return sorted.ours.slice(0, most);
    },
  };
}

async function reconcileOne(
  own: ReconcilePorts,
  { ids }: CustomersNumbers,
  ports: ReconcilePorts | null,
  elapsed: () => number,
): Promise<void> {
  if (ports === null) {
    await inTurns(WRITTEN_AT_ONCE, ids, (id) => own.due.dismiss(id));
    return;
  }
  const remembered = await ports.memory.recall();
  const pausedForMs = Math.min((remembered.pausedUntil ?? 0) - ports.clock.now(), LONGEST_PAUSE_MS);
  if (pausedForMs > 0) {
    // They would stand in front of all others until the pause is over.
    await inTurns(WRITTEN_AT_ONCE, ids, (id) => own.due.postpone(id, pausedForMs));
    return;
  }
  const due: DueNumbers = {
    ...own.due,
    due: async (most) => ids.slice(0, most),
    // The others of the account show what became of its token when their own time comes.
    callAll: async () => undefined,
  };
  const memory = { ...ports.memory, recall: async () => remembered };
  await reconcilePhoneNumbers(
    { ...ports, due, memory },
    { namedIds: [], manages: () => true },
    { elapsed, begunByMs: RUN_MS },
  );
}
