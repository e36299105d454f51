import { deregisterPhoneNumber } from "../../functions/src/app/deregister-phone-number.ts";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { LEASE_MS } from "../../functions/src/domain/attempt/attempt-window.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { memoryFirestore, type Ask } from "../../functions/src/testing/firestore/memory-firestore.ts";
import { StoreError } from "../../functions/src/testing/firestore/stored-documents.ts";
import type { Firestore } from "../../tools/product-packages.ts";
import { PIN } from "../canaries.ts";
import type { Defect } from "../planted-defect.ts";
import { counted, type Row } from "./row.ts";
import { deliver, delivery } from "./webhook.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const BLOCKED_FOR_10_000_MINUTES = {
  type: "whatsapp_business_management",
  call_count: 100,
  total_cputime: 1,
  total_time: 1,
  estimated_time_to_regain_access: 10_000,
};

const defect = (title: string, file: string, find: string, put: string): Defect => ({ title, file, find, put });

/** Leaves something in a number's ledger that is none, and the number due. */
function spoil({ store, clock }: World, phoneNumberId: string): void {
  const { nextLookAt } = store.documents.read(`whatsappLedgers/${phoneNumberId}`)?.fields ?? {};
  const fields = { register: "no ledger at all", nextLookAt };
  store.documents.commit(
    [{ path: `whatsappLedgers/${phoneNumberId}`, kind: "set", fields, unchangedSince: undefined }],
    clock.now(),
  );
}

/** Two numbers of one account; the ledger of the first cannot be read. */
async function oneSpoilt(world: World): Promise<readonly [spoilt: string, sound: string]> {
  const ids = [await world.known(CONNECTED), await world.known(CONNECTED)] as const;
  spoil(world, ids[0]);
  return ids;
}

const holdsUpEvents: Row = {
  name: "numbers that an event of their account does not reach because of one unreadable ledger",
  defect: defect(
    "a ledger that cannot be read keeps an event from its number",
    "firestore/deliveries.ts",
    "if (isDue) makeDue",
    'if (ledger.get("register").entries.length < 10 && isDue) makeDue',
  ),
  ours: async (world) => {
    const ids = await oneSpoilt(world);
    const ban = {
      field: "account_update",
      value: { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } },
    };
    const status = await deliver(world, delivery([ban], world.config.wabaId, world.clock.now()));
    const told = ids.filter((id) => world.stored(id)?.webhook?.claims["standing"]?.word === "DISABLE");
    return { done: ids.length - told.length + counted(status !== 200) };
  },
};

const readEveryMinute: Row = {
  name: "readings of a number whose ledger cannot be read, in ten minutes, beyond the first",
  defect: defect(
    "a number whose ledger cannot be read stays due",
    "app/reconcile-phone-numbers.ts",
    "await ports.due.postpone(phoneNumberId);",
    "",
  ),
  ours: async (world) => {
    const [spoilt, sound] = await oneSpoilt(world);
    const readings = (id: string): number =>
      world.simulator.requests({ endpoint: "read_node", phoneNumberId: id }).length;
    // Two days on, both are due.
    world.passes(2 * 86_400_000);
    const before = readings(spoilt);
    world.simulator.state.patchNumber(sound, { qualityRating: "RED" });
    for (let minute = 0; minute < 10; minute += 1) {
      await world.reconcile();
      world.passes(MINUTE_MS);
    }
    // One reading is three requests: what a field may be refused for is asked for by itself.
    const asked = (readings(spoilt) - before) / 3;
    return {
      done: Math.max(0, asked - 1) + counted(world.stored(sound)?.meta?.qualityRating !== "RED"),
      vain: asked === 0 ? "the number was not due" : undefined,
    };
  },
};

const stopsTheReconciler: Row = {
  name: "changes not noticed an hour after a usage header that wants a week",
  defect: defect(
    "the reconciler stays away for as long as a header says",
    "app/reconcile-phone-numbers.ts",
    "const LONGEST_PAUSE_MS = 3_600_000;",
    "const LONGEST_PAUSE_MS = 8 * 86_400_000;",
  ),
  ours: async (world) => {
    const { simulator, config } = world;
    const usage = JSON.stringify({ [config.wabaId]: [BLOCKED_FOR_10_000_MINUTES] });
    const fault = { kind: "headers", headers: { "x-business-use-case-usage": usage } } as const;
    const id = await world.known({ ...CONNECTED, faults: { read_node: fault } });
    const readings = (): number => simulator.requests({ endpoint: "read_node" }).length;
    simulator.state.patchNumber(id, { qualityRating: "RED", faults: {} });
    world.passes(2 * MINUTE_MS);
    const before = readings();
    world.store.number(id).ledger = { ...world.store.number(id).ledger, nextLookAt: 0 };
    await world.reconcile();
    const isPaused = readings() === before;
    world.passes(61 * MINUTE_MS);
    await world.reconcile();
    return {
      done: counted(world.stored(id)?.meta?.qualityRating !== "RED"),
      vain: isPaused ? undefined : "the header was not minded at all",
    };
  },
};

type How = Partial<Pick<Parameters<typeof registerPhoneNumber>[1], "force">>;

/** Registers, with a Firestore that `db` may stand before. */
function register(world: World, phoneNumberId: string, how: How = {}, db: Firestore = world.store.db) {
  const { clock, journal, graph, config } = world;
  const attempts = firestoreAttempts(db, config.registrationBudget, clock);
  const ports = { clock, journal, graph, attempts, circuit: firestoreTokenCircuit(db, config.token) };
  const ask = { ...world.ask(phoneNumberId), dataLocalizationRegion: null, force: false, resetPin: false };
  return registerPhoneNumber(ports, { ...ask, ...how, pin: new Pin(PIN) });
}

/** The same Firestore, which refuses what is written after a reservation: the next commit, or `all`. */
function refusingToSettle({ store }: World, all: boolean): Firestore {
  let commits = 0;
  const ask: Ask = async (request, carryOut) => {
    if (request === "read") return carryOut();
    commits += 1;
    if (commits === 2 || (all && commits > 2)) throw new StoreError(7, "Firestore takes nothing now.");
    return carryOut();
  };
  return memoryFirestore(store.documents, ask, store.now);
}

/** Meta says that all is used up, and that cannot be written down. */
async function unsettledBlock(world: World, all: boolean, how: How) {
  const id = world.number({ faults: { register: { kind: "graph_error", error: { code: 133_016 } } } });
  const told = await register(world, id, {}, refusingToSettle(world, all));
  const before = world.posts("register");
  world.simulator.state.patchNumber(id, { faults: {} });
  world.passes(LEASE_MS + 1000);
  await register(world, id, how);
  const isVain = told.status !== "rate_limited" || before !== 1;
  return { done: world.posts("register") - before, vain: isVain ? `the first was answered ${told.status}` : undefined };
}

const forgetsABlock: Row = {
  name: "forced POSTs after a 133016 whose end could not be written down whole",
  defect: defect(
    "a block is forgotten where the rest cannot be written down",
    "firestore/settle-attempt.ts",
    "if (end.blocked) await rememberBlock(",
    "if (end.blocked && limit < 0) await rememberBlock(",
  ),
  ours: (world) => unsettledBlock(world, false, { force: true }),
};

const forgetsEverything: Row = {
  name: "POSTs after a 133016 of which nothing could be written down",
  defect: defect(
    "an attempt without an end is not taken for open",
    "domain/attempt/open-attempt.ts",
    'entry.end !== "final" && entry.attemptId',
    'entry.end !== "final" && entry.end !== undefined && entry.attemptId',
  ),
  ours: (world) => unsettledBlock(world, true, {}),
};

const SPENDING = {
  register: {
    number: {},
    call: (world: World, id: string) => register(world, id),
  },
  deregister: {
    number: CONNECTED,
    call: (world: World, id: string) => {
      const { clock, journal, graph, config, store } = world;
      const attempts = firestoreAttempts(store.db, config.registrationBudget, clock);
      const circuit = firestoreTokenCircuit(store.db, config.token);
      return deregisterPhoneNumber({ clock, journal, graph, attempts, circuit }, world.ask(id));
    },
  },
} as const;

const REBUILT = defect(
  "a ledger that is gone is begun anew",
  "firestore/reservation.ts",
  "rebuiltLedger(ledger, others, now)",
  "ledger",
);

/** Ten refused requests, and the document that counts them is deleted. */
const ledgerGone = (operation: keyof typeof SPENDING): Row => ({
  name: `eleventh POSTs to ${operation} after the ledger of ten was deleted`,
  defect: REBUILT,
  ours: async (world) => {
    const { number, call } = SPENDING[operation];
    const refusal = { kind: "graph_error", error: { code: 100 } } as const;
    const id = world.number({ ...number, faults: { [operation]: refusal } });
    for (let turn = 0; turn < 10; turn += 1) await call(world, id);
    const spent = world.posts();
    world.store.documents.commit(
      [{ path: `whatsappLedgers/${id}`, kind: "delete", fields: {}, unchangedSince: undefined }],
      world.clock.now(),
    );
    await call(world, id);
    return { done: world.posts() - spent, vain: spent === 10 ? undefined : `${spent} of ten were posted` };
  },
});

/** One part that is broken stops one number, and that one safely. */
export const BAD_PART_ROWS: readonly Row[] = [
  holdsUpEvents,
  readEveryMinute,
  stopsTheReconciler,
  forgetsABlock,
  forgetsEverything,
  ledgerGone("register"),
  ledgerGone("deregister"),
];
