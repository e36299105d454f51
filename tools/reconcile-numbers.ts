import { reconcileAccounts, type AccountReconciling } from "../functions/src/app/reconcile-accounts.ts";
import { reconcilePhoneNumbers } from "../functions/src/app/reconcile-phone-numbers.ts";
import type { ReconcileJournal, ReconcilePorts } from "../functions/src/app/reconcile-ports.ts";
import type { AccountRef } from "../functions/src/domain/account.ts";

/** Due numbers are asked for in greater number than a run takes, so that ours are among them wherever others are due. */
const MANY = 10_000;

/** Runs the scheduled function as when deployed, for every number of every account. `namedIds`: the configured ones. @throws as below. */
export async function reconcileDueNumbers(
  own: ReconcilePorts,
  { portsOf }: AccountReconciling,
  namedIds: readonly string[],
): Promise<void> {
  const silently = async (account: AccountRef): Promise<ReconcilePorts | null> => {
    const ports = await portsOf(account);
    return ports === null ? null : { ...ports, journal: SILENT };
  };
  const charge = { namedIds, manages: () => true };
  await reconcileAccounts({ ...own, journal: SILENT }, charge, { portsOf: silently });
}

/**
 * Runs the scheduled function for these numbers and no other, as the emulators run no schedules. Resolves to how many were looked
 * at. @throws when one could not be written down.
 */
export async function reconcileNumbers(ports: ReconcilePorts, phoneNumberIds: readonly string[]): Promise<number> {
  const ours = new Set(phoneNumberIds);
  const manages = (id: string): boolean => ours.has(id);
  let looked = 0;
  const journal: ReconcileJournal = { ...SILENT, reconciled: (run) => void (looked = run.looked) };
  const due = { ...ports.due, due: async () => (await ports.due.due(MANY)).filter(manages) };
  await reconcilePhoneNumbers({ ...ports, due, journal }, { namedIds: [], manages });
  return looked;
}

const SILENT: ReconcileJournal = {
  phoneNumberChanged: () => undefined,
  readFailed: () => undefined,
  tokenChanged: () => undefined,
  circuitFailed: () => undefined,
  reconciled: () => undefined,
  ledgerUnreadable: ({ phoneNumberId }) => {
    throw new Error(`The ledger of ${phoneNumberId} cannot be read.`);
  },
  lookFailed: ({ error }) => {
    throw error;
  },
};
