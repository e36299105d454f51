import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { quality } from "../../functions/src/testing/webhook-payloads.ts";
import { PIN } from "../canaries.ts";
import type { Defect } from "../planted-defect.ts";
import { counted, type Row } from "./row.ts";
import { deliver, delivery, digitsAt } from "./webhook.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const IN_2099 = Date.UTC(2099, 0, 1);
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const GONE = { status: "DISCONNECTED", platformType: "NOT_APPLICABLE", registered: false } as const;

const BELIEVED: Defect = {
  title: "times of the future are believed",
  file: "domain/believed-time.ts",
  find: "return at > now + AHEAD_MS;",
  put: "return at > now + 1000 * 365 * 86_400_000;",
  also: [
    {
      file: "graph/reader.ts",
      find: "Math.abs(stated - now) <= LARGEST_SKEW_MS ? stated : now",
      put: "Number.isNaN(stated) ? now : stated",
    },
  ],
};

/** A connected number, read once while the Date header of Meta's answers is 23 hours ahead. */
async function readAhead(world: World): Promise<string> {
  const ahead = new Date(world.clock.now() + 23 * HOUR_MS).toUTCString();
  const fault = { kind: "headers", headers: { date: ahead } } as const;
  const id = await world.known({ ...CONNECTED, faults: { read_node: fault } });
  world.simulator.state.patchNumber(id, { faults: {} });
  world.passes(MINUTE_MS);
  return id;
}

/** The reconciler looks at the number, however soon it would. */
async function look(world: World, phoneNumberId: string): Promise<void> {
  world.store.number(phoneNumberId).ledger = { ...world.store.number(phoneNumberId).ledger, nextLookAt: 0 };
  await world.reconcile();
}

const readingsShutOut: Row = {
  name: "readings shut out by a Date header that was 23 hours ahead",
  defect: BELIEVED,
  ours: async (world) => {
    const id = await readAhead(world);
    const first = world.stored(id)?.meta?.status;
    world.simulator.state.patchNumber(id, GONE);
    await look(world, id);
    return {
      done: counted(world.stored(id)?.meta?.status !== "DISCONNECTED"),
      vain: first === "CONNECTED" ? undefined : "the reading of the future was not written down",
    };
  },
};

const lostBecomesRegistered: Row = {
  name: "lost registrations called registered for a reading that was dated 23 hours ahead",
  defect: BELIEVED,
  ours: async (world) => {
    const { simulator, store, clock, config, graph, journal } = world;
    const id = await readAhead(world);
    simulator.state.patchNumber(id, {
      ...GONE,
      status: "PENDING",
      faults: { register: { kind: "reset", at: "body_read", processed: false } },
    });
    const attempts = firestoreAttempts(store.db, config.registrationBudget, clock);
    const ports = { clock, journal, graph, attempts, circuit: firestoreTokenCircuit(store.db, config.token) };
    const ask = { ...world.ask(id), dataLocalizationRegion: null, force: false, resetPin: false };
    const told = await registerPhoneNumber(ports, { ...ask, pin: new Pin(PIN) });
    world.passes(3 * MINUTE_MS);
    await look(world, id);
    const claims = [told.status, world.stored(id)?.registration?.status];
    return {
      done: counted(claims.includes("registered")),
      vain: world.posts("register") === 1 ? undefined : "nothing was posted",
    };
  },
};

const claimsHidden: Row = {
  name: "claims hidden by a signed event of 2099",
  defect: BELIEVED,
  ours: async (world) => {
    const id = await world.known(CONNECTED);
    const { wabaId } = world.config;
    const event = (word: string): Parameters<typeof delivery>[0] => [quality(digitsAt(world, id), word)];
    const claim = (): string | undefined => world.stored(id)?.webhook?.claims["quality"]?.word;
    const answers = [await deliver(world, delivery(event("FLAGGED"), wabaId, IN_2099))];
    world.passes(MINUTE_MS);
    answers.push(await deliver(world, delivery(event("UNFLAGGED"), wabaId, world.clock.now())));
    return {
      done: counted(claim() !== "UNFLAGGED"),
      vain: answers.every((status) => status === 200) ? undefined : `they were answered ${answers.join(", ")}`,
    };
  },
};

/** Times of others: what is ordered by one of the future hides everything honest until it has come. */
export const TIME_ROWS: readonly Row[] = [readingsShutOut, lostBecomesRegistered, claimsHidden];
