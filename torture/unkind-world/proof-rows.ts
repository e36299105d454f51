import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import type { Fault } from "../../graph-simulator/faults.ts";
import { PIN } from "../canaries.ts";
import type { Defect } from "../planted-defect.ts";
import { counted, type Row } from "./row.ts";
import type { World } from "./world.ts";

const LOST: Fault = { kind: "reset", at: "body_read", processed: false };

type Change = Parameters<World["number"]>[0];

const answering = (body: object): Change => ({
  faults: {
    read_node: {
      kind: "replace",
      status: 200,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
      processed: true,
    },
  },
});

const PROOF: Change = { status: "CONNECTED", platformType: "CLOUD_API", registered: true };

/** Registers a number, whose answer is lost and which reads like this afterwards. Answers whether that is called registered. */
async function registered(world: World, after: (phoneNumberId: string) => Change): Promise<boolean> {
  const { clock, journal, graph, store, config, simulator } = world;
  const id = await world.known({ faults: { register: LOST } });
  const attempts = firestoreAttempts(store.db, config.registrationBudget, clock);
  const ports = { clock, journal, attempts, circuit: firestoreTokenCircuit(store.db, config.token) };
  const register: typeof graph.register = async (...request) => {
    const reply = await graph.register(...request);
    simulator.state.patchNumber(id, { faults: {}, ...after(id) });
    return reply;
  };
  const ask = { ...world.ask(id), dataLocalizationRegion: null, force: false, resetPin: false, pin: new Pin(PIN) };
  const { status } = await registerPhoneNumber({ ...ports, graph: { ...graph, register } }, ask);
  world.passes(3 * 60_000);
  await world.reconcile();
  return status === "registered" || world.stored(id)?.registration?.status === "registered";
}

function unproven(what: string, after: (phoneNumberId: string) => Change, defect: Defect): Row {
  return {
    name: `lost registrations called registered on ${what}`,
    defect,
    ours: async (world) => {
      const isProven = await registered(world, () => PROOF);
      return {
        done: counted(await registered(world, after)),
        vain: isProven ? undefined : "a reading that proves it does not do either",
      };
    },
  };
}

/** What does not prove a connection. */
export const PROOF_ROWS: readonly Row[] = [
  unproven("an answer without the number's id", () => answering({ status: "CONNECTED", platform_type: "CLOUD_API" }), {
    title: "an answer is believed whatever it is about",
    file: "graph/read-number.ts",
    find: 'if (body.id !== id) return failed("unreadable", "the answer is not about this number");',
    put: "",
  }),
  unproven(
    "CONNECTED with the platform NOT_APPLICABLE",
    () => ({ status: "CONNECTED", platformType: "NOT_APPLICABLE", registered: false }),
    {
      title: "a number on no platform counts as connected",
      file: "domain/phone-number.ts",
      find: 'new Set(["ON_PREMISE", "NOT_APPLICABLE"])',
      put: 'new Set(["ON_PREMISE"])',
    },
  ),
  unproven(
    "the status alone, where the platform could be read",
    () => ({
      status: "CONNECTED",
      platformType: "NOT_APPLICABLE",
      registered: false,
      forbiddenFields: { quality_rating: 100 },
    }),
    {
      title: "where a field is refused, the platform is not asked for",
      file: "graph/read-number.ts",
      find: '  "id,status,platform_type",\n',
      put: "",
    },
  ),
];
