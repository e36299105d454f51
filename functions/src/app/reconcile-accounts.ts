import type { AccountRef } from "../domain/account.ts";
import { inTurns } from "./in-turns.ts";
import { reconcilePhoneNumbers, type Charge } from "./reconcile-phone-numbers.ts";
import type { DueNumbers, ReconcilePorts } from "./reconcile-ports.ts";

/** How many due numbers a run looks through, whosever they are, and how many of one account it takes. */
const MOST_DUE = 600;
const OF_ONE_ACCOUNT = 60;
const HOMES_AT_ONCE = 20;
const ACCOUNTS_AT_ONCE = 4;
/** No account is begun with later than this: a run ends before the next one begins. */
const BEGUN_BY_MS = 40_000;

/** What looking at the numbers of all accounts needs besides what looking at the deployment's own needs. */
export interface AccountReconciling {
  /** What one customer's account is looked at with: its own token, circuit breaker, pause and budget; `null`: nothing acts for it. */
  readonly portsOf: (account: AccountRef) => Promise<ReconcilePorts | null>;
}

interface CustomersNumbers {
  readonly account: AccountRef;
  readonly ids: string[];
}

/**
 * Looks at the due numbers of every account, each with what acts for it. One account's dead token, pause or error holds up no other, and
 * an account with very many due numbers takes only its share of a run.
 */
export async function reconcileAccounts(
  own: ReconcilePorts,
  charge: Charge,
  { portsOf }: AccountReconciling,
): Promise<void> {
  const elapsed = own.clock.stopwatch();
  const sorted = await sortByAccount(own, charge, await own.due.due(MOST_DUE));
  await reconcilePhoneNumbers({ ...own, due: without(own.due, sorted.others) }, charge);
  await inTurns(ACCOUNTS_AT_ONCE, sorted.customers, async ({ account, ids }) => {
    if (elapsed() > BEGUN_BY_MS) return;
    const [first = ""] = ids;
    try {
      await reconcileOne(own, { account, ids }, await portsOf(account));
    } catch (error) {
      own.journal.lookFailed({ phoneNumberId: first, error });
    }
  });
}

/** The due numbers by whose they are. `others`: all that are not looked at with the deployment's own token. */
async function sortByAccount(
  { homes, due, journal }: ReconcilePorts,
  { namedIds }: Charge,
  dueIds: readonly string[],
): Promise<{ readonly customers: readonly CustomersNumbers[]; readonly others: ReadonlySet<string> }> {
  const customers = new Map<string, CustomersNumbers>();
  const others = new Set<string>();
  const named = new Set(namedIds);
  const unnamed = dueIds.filter((id) => !named.has(id));
  await inTurns(HOMES_AT_ONCE, unnamed, async (id) => {
    try {
      const home = await homes.homeOf(id);
      if (home === null || home.customerId === null) return;
      others.add(id);
      if (home.isLeft === true) {
        await due.dismiss(id);
        return;
      }
      const known = customers.get(home.wabaId);
      if (known === undefined) customers.set(home.wabaId, { account: home, ids: [id] });
      else known.ids.push(id);
    } catch (error) {
      // Nobody can tell whose it is now, so nobody's token is tried on it.
      others.add(id);
      journal.lookFailed({ phoneNumberId: id, error });
    }
  });
  return { customers: [...customers.values()], others };
}

/** The due numbers but these. */
const without = (due: DueNumbers, others: ReadonlySet<string>): DueNumbers => ({
  enlist: (ids) => due.enlist(ids),
  callAll: () => due.callAll(),
  postpone: (id) => due.postpone(id),
  dismiss: (id) => due.dismiss(id),
  due: async (most) => {
    if (others.size === 0) return due.due(most);
    return (await due.due(most + others.size)).filter((id) => !others.has(id)).slice(0, most);
  },
});

async function reconcileOne(
  own: ReconcilePorts,
  { ids }: CustomersNumbers,
  ports: ReconcilePorts | null,
): Promise<void> {
  if (ports === null) {
    for (const id of ids) await own.due.dismiss(id);
    return;
  }
  const { pausedUntil } = await ports.memory.recall();
  if (pausedUntil !== null && pausedUntil > ports.clock.now()) {
    // They would stand in front of all others until the pause is over.
    for (const id of ids) await own.due.postpone(id);
    return;
  }
  const share = ids.slice(0, OF_ONE_ACCOUNT);
  const due: DueNumbers = {
    due: async (most) => share.slice(0, most),
    enlist: async () => undefined,
    // The others of the account show what became of its token when their own time comes.
    callAll: async () => undefined,
    postpone: (id) => own.due.postpone(id),
    dismiss: (id) => own.due.dismiss(id),
  };
  await reconcilePhoneNumbers({ ...ports, due }, { namedIds: [], manages: () => true });
}
